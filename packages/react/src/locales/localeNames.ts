/** The locales of the available dictionaries. */
export const locales = [
  'en',
  'en-GB',
  'ar',
  'de',
  'es',
  'fr',
  'he',
  'hi',
  'id',
  'it',
  'ja',
  'ko',
  'ms',
  'nl',
  'pl',
  'pt-BR',
  'ru',
  'sv',
  'th',
  'tr',
  'uk',
  'vi',
  'zh-CN',
  'zh-TW',
] as const

/** The locale of an available dictionary. */
export type LocaleName = (typeof locales)[number]
