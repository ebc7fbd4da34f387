import { en } from './en.ts'
import type { Words } from './Words.ts'

/**
 * The words of a language, loaded when they are asked for. Region and script are followed where there is
 * a choice: `zh-Hant-HK` gives `zh-TW`, `de-AT` gives `de`. An unknown language gives English, and says so
 * in the console while developing.
 *
 * @param tag - BCP 47, such as `navigator.language`.
 * @example
 * const words = await loadWords(navigator.language)
 * <AuthProvider words={words}>
 */
export async function loadWords(tag: string): Promise<Words> {
  const name = findLocale(tag)
  if (name === 'en') return en
  if (name !== undefined) return loaders[name]()
  if (process.env.NODE_ENV !== 'production')
    console.warn(
      `There are no words for "${tag}", so English ones are shown. There are: ${locales.join(', ')}.`,
    )
  return en
}

/** The nearest locale that there is; `undefined` for a language that there is not, or no language tag. */
export function findLocale(tag: string): LocaleName | undefined {
  let locale: Intl.Locale
  try {
    locale = new Intl.Locale(tag).maximize()
  } catch {
    return undefined
  }
  const { language, script } = locale
  if (language === 'zh') return script === 'Hant' ? 'zh-TW' : 'zh-CN'
  // Before 1989 these had other codes, and before today Portuguese has one here.
  const aliases: Record<string, string> = { iw: 'he', in: 'id', pt: 'pt-BR' }
  const name = aliases[language] ?? language
  return locales.find((known) => known === name)
}

const loaders = {
  ar: async () => (await import('./ar.ts')).ar,
  de: async () => (await import('./de.ts')).de,
  es: async () => (await import('./es.ts')).es,
  fr: async () => (await import('./fr.ts')).fr,
  he: async () => (await import('./he.ts')).he,
  hi: async () => (await import('./hi.ts')).hi,
  id: async () => (await import('./id.ts')).id,
  it: async () => (await import('./it.ts')).it,
  ja: async () => (await import('./ja.ts')).ja,
  ko: async () => (await import('./ko.ts')).ko,
  nl: async () => (await import('./nl.ts')).nl,
  pl: async () => (await import('./pl.ts')).pl,
  'pt-BR': async () => (await import('./pt-BR.ts')).ptBR,
  ru: async () => (await import('./ru.ts')).ru,
  sv: async () => (await import('./sv.ts')).sv,
  tr: async () => (await import('./tr.ts')).tr,
  uk: async () => (await import('./uk.ts')).uk,
  'zh-CN': async () => (await import('./zh-CN.ts')).zhCN,
  'zh-TW': async () => (await import('./zh-TW.ts')).zhTW,
} satisfies Record<string, () => Promise<Words>>

/** A language that there are words for. */
export type LocaleName = 'en' | keyof typeof loaders

/** The languages that there are words for. */
export const locales: readonly LocaleName[] = [
  'en',
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
  'nl',
  'pl',
  'pt-BR',
  'ru',
  'sv',
  'tr',
  'uk',
  'zh-CN',
  'zh-TW',
]
