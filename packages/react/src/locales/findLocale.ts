import { type LocaleName, locales } from './localeNames.ts'

/**
 * Finds the best available locale for a user's languages: `navigator.languages`, one tag, or an
 * `Accept-Language` header. Underscores count as hyphens. Region and script matter if a language has several
 * locales: `zh-Hant-HK` and `yue` give `zh-TW`, and `de_AT` gives `de`.
 *
 * @returns `undefined` if no locale matches, or if no language is given.
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

/** Returns the tags of a list or a header, the preferred ones first. A weight of 0 excludes a language. */
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
  const scripts = language === 'zh' || neighbours.includes('zh') ? [toChineseLocale(script)] : []
  const candidates = [`${language}-${region}`, ...scripts, language, ...neighbours]
  for (const candidate of candidates) {
    const found = locales.find((name) => name === candidate)
    if (found !== undefined) return found
  }
  return undefined
}

/** Parses a tag. POSIX names such as `de_AT.UTF-8` are not valid BCP 47, so they are converted first. */
function parse(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag.replace(/[.@].*$/, '').replaceAll('_', '-'))
  } catch {
    return undefined
  }
}

function toChineseLocale(script: string | undefined): LocaleName {
  return script === 'Hant' ? 'zh-TW' : 'zh-CN'
}

/** For each language, other languages that its readers can read as well, the best one first. */
const relatives: Record<string, readonly string[] | undefined> = {
  // Language codes that were replaced in 1989.
  iw: ['he'],
  in: ['id'],
  // Norwegian has two written forms, and tags often do not say which.
  nn: ['nb', 'no'],
  no: ['nb'],
  nb: ['no'],
  pt: ['pt-BR', 'pt-PT'],
  // Chinese languages.
  yue: ['zh'],
  cmn: ['zh'],
  wuu: ['zh'],
  nan: ['zh'],
  hak: ['zh'],
}
