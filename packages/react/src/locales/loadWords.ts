import { findLocale } from './findLocale.ts'
import { en } from './languages/en.ts'
import { type LocaleName, locales } from './localeNames.ts'
import type { Words } from './Words.ts'

/**
 * Loads the dictionary for a user's languages, which `findLocale` selects. For an unknown language it loads
 * English, and a development build warns in the console.
 *
 * @param wanted - BCP 47 tags, the preferred ones first, or an `Accept-Language` header.
 * @example
 * const words = await loadWords(navigator.languages)
 * <AuthProvider words={words}>
 */
export async function loadWords(
  wanted: string | readonly string[] | null | undefined,
): Promise<Words> {
  const name = findLocale(wanted)
  if (name === 'en') return en
  if (name !== undefined) return loaders[name]()
  if (process.env.NODE_ENV !== 'production')
    console.warn(
      `There are no words for "${wanted}", so English is shown. Available: ${locales.join(', ')}.`,
    )
  return en
}

const loaders = {
  ar: async () => (await import('./languages/ar.ts')).ar,
  de: async () => (await import('./languages/de.ts')).de,
  'en-GB': async () => (await import('./languages/en-GB.ts')).enGB,
  es: async () => (await import('./languages/es.ts')).es,
  fr: async () => (await import('./languages/fr.ts')).fr,
  he: async () => (await import('./languages/he.ts')).he,
  hi: async () => (await import('./languages/hi.ts')).hi,
  id: async () => (await import('./languages/id.ts')).id,
  it: async () => (await import('./languages/it.ts')).it,
  ja: async () => (await import('./languages/ja.ts')).ja,
  ko: async () => (await import('./languages/ko.ts')).ko,
  ms: async () => (await import('./languages/ms.ts')).ms,
  nl: async () => (await import('./languages/nl.ts')).nl,
  pl: async () => (await import('./languages/pl.ts')).pl,
  'pt-BR': async () => (await import('./languages/pt-BR.ts')).ptBR,
  ru: async () => (await import('./languages/ru.ts')).ru,
  sv: async () => (await import('./languages/sv.ts')).sv,
  th: async () => (await import('./languages/th.ts')).th,
  tr: async () => (await import('./languages/tr.ts')).tr,
  uk: async () => (await import('./languages/uk.ts')).uk,
  vi: async () => (await import('./languages/vi.ts')).vi,
  'zh-CN': async () => (await import('./languages/zh-CN.ts')).zhCN,
  'zh-TW': async () => (await import('./languages/zh-TW.ts')).zhTW,
} satisfies Record<Exclude<LocaleName, 'en'>, () => Promise<Words>>
