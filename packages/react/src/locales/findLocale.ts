import { type LocaleName, locales } from './localeNames.ts'

/**
 * Finds the best available locale for a person's languages: `navigator.languages`, one tag, or a raw
 * `Accept-Language` header. Underscores count as hyphens, and region and script are used if there is a
 * choice: `zh-Hant-HK` and `yue` give `zh-TW`, `de_AT` gives `de`.
 *
 * @returns `undefined` if there is none, or no language is given.
 * @example
 * findLocale(navigator.languages)
 * findLocale(request.headers.get('accept-language'))
 */
export function findLocale(
  wanted: string | readonly string[] | null | undefined,
): LocaleName | undefined {
  for (const tag of readTags(wanted ?? [])) {
    const found = findForTag(tag)
    if (found !== undefined) return found
  }
  return undefined
}

/** The tags of a list or a header, best first. A weight of 0 means that a language is not wanted. */
function readTags(wanted: string | readonly string[]): readonly string[] {
  const ranges = typeof wanted === 'string' ? wanted.split(',') : wanted
  return ranges
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';')
      const weight = parameters.map((one) => one.trim()).find((one) => /^q=/i.test(one))
      return { tag: tag.trim(), weight: weight === undefined ? 1 : Number(weight.slice(2)) }
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag)
}

function findForTag(tag: string): LocaleName | undefined {
  const locale = parse(tag)
  if (locale === undefined) return undefined
  const { language, region, script } = locale.maximize()
  const neighbours = relatives[language] ?? []
  const scripts = language === 'zh' || neighbours.includes('zh') ? [chineseBy(script)] : []
  const candidates = [`${language}-${region}`, ...scripts, language, ...neighbours]
  for (const candidate of candidates) {
    const found = locales.find((name) => name === candidate)
    if (found !== undefined) return found
  }
  return undefined
}

/** POSIX writes `de_AT.UTF-8`, which is not valid BCP 47. */
function parse(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag.replace(/[.@].*$/, '').replaceAll('_', '-'))
  } catch {
    return undefined
  }
}

function chineseBy(script: string | undefined): LocaleName {
  return script === 'Hant' ? 'zh-TW' : 'zh-CN'
}

/** Languages that readers of the key's language can also read, best first. */
const relatives: Record<string, readonly string[] | undefined> = {
  // The codes before 1989.
  iw: ['he'],
  in: ['id'],
  // Norwegian has two written forms, and tags often do not say which.
  nn: ['nb', 'no'],
  no: ['nb'],
  nb: ['no'],
  pt: ['pt-BR', 'pt-PT'],
  // The Chinese languages.
  yue: ['zh'],
  cmn: ['zh'],
  wuu: ['zh'],
  nan: ['zh'],
  hak: ['zh'],
}
