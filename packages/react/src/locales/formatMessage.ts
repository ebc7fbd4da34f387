/**
 * A text, or one text for each plural form of its `{count}`. The forms of a language are those of `Intl.PluralRules`.
 * A text for an exact number takes precedence: English needs "an 8-digit code".
 */
export type Message = string | Plural

export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> &
  Readonly<Record<number, string>> & { other: string }

/** Implements the public function of the same name. Components import this one, so that it can be loaded later. */
export function formatMessage(
  message: Message,
  values: Record<string, string | number>,
  locale: string,
): string {
  const text = typeof message === 'string' ? message : choose(message, values['count'], locale)
  const format = (value: string | number) =>
    typeof value === 'number' ? new Intl.NumberFormat(locale).format(value) : value
  return text.replace(/\{(\w+)\}/g, (match, name: string) => {
    const value = values[name]
    if (value === undefined) return match
    const formatted = format(value)
    return rightToLeft.test(text) || rightToLeft.test(formatted) ? isolate(formatted) : formatted
  })
}

function choose(plural: Plural, count: string | number | undefined, locale: string): string {
  const rule = new Intl.PluralRules(locale).select(Number(count))
  return plural[Number(count)] ?? plural[rule] ?? plural.other
}

function isolate(value: string): string {
  return `\u2068${value}\u2069`
}

/** Letters of Hebrew, Arabic and other right-to-left scripts. */
const rightToLeft =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u
