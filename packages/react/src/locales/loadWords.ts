import { en } from './en.ts'
import { findLocale } from './findLocale.ts'
import { type LocaleName, locales } from './localeNames.ts'
import type { Words } from './Words.ts'

/**
 * The texts of a language, loaded when they are asked for; `findLocale` says which. An unknown language gives
 * English, and says so in the console while developing.
 *
 * @param wanted - BCP 47 tags, best first, or an `Accept-Language` header.
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
      `There are no words for "${wanted}", so English ones are shown. There are: ${locales.join(', ')}.`,
    )
  return en
}

const loaders = {
  ar: async () => (await import('./ar.ts')).ar,
  de: async () => (await import('./de.ts')).de,
  'en-GB': async () => (await import('./en-GB.ts')).enGB,
  es: async () => (await import('./es.ts')).es,
  fr: async () => (await import('./fr.ts')).fr,
  he: async () => (await import('./he.ts')).he,
  hi: async () => (await import('./hi.ts')).hi,
  id: async () => (await import('./id.ts')).id,
  it: async () => (await import('./it.ts')).it,
  ja: async () => (await import('./ja.ts')).ja,
  ko: async () => (await import('./ko.ts')).ko,
  ms: async () => (await import('./ms.ts')).ms,
  nl: async () => (await import('./nl.ts')).nl,
  pl: async () => (await import('./pl.ts')).pl,
  'pt-BR': async () => (await import('./pt-BR.ts')).ptBR,
  ru: async () => (await import('./ru.ts')).ru,
  sv: async () => (await import('./sv.ts')).sv,
  th: async () => (await import('./th.ts')).th,
  tr: async () => (await import('./tr.ts')).tr,
  uk: async () => (await import('./uk.ts')).uk,
  vi: async () => (await import('./vi.ts')).vi,
  'zh-CN': async () => (await import('./zh-CN.ts')).zhCN,
  'zh-TW': async () => (await import('./zh-TW.ts')).zhTW,
} satisfies Record<Exclude<LocaleName, 'en'>, () => Promise<Words>>
