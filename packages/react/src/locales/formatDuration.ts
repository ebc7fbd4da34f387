/**
 * A length of time by its size, rounded up: seconds below 90, minutes below 90, hours below 36, then days.
 *
 * @returns such as "45 sec" or "2 hr", to stand by itself: languages would want another case within a sentence.
 */
export function formatDuration(seconds: number, locale: string): string {
  const [value, unit] = findUnit(seconds)
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value)
}

/**
 * When something happens, by the same sizes.
 *
 * @returns a phrase such as "in 45 seconds", which goes into a sentence as it is.
 */
export function formatWhen(seconds: number, locale: string): string {
  const [value, unit] = findUnit(seconds)
  return new Intl.RelativeTimeFormat(locale).format(value, unit)
}

/**
 * How long ago something happened: minutes below 90, hours below 36, then days, rounded down. Clocks differ by a
 * moment, so it says at least one minute.
 *
 * @returns a phrase such as "5 minutes ago".
 */
export function formatAgo(seconds: number, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale)
  if (seconds < 90 * 60) return format.format(-Math.max(Math.floor(seconds / 60), 1), 'minute')
  if (seconds < 36 * 3600) return format.format(-Math.floor(seconds / 3600), 'hour')
  return format.format(-Math.floor(seconds / 86_400), 'day')
}

type Unit = 'second' | 'minute' | 'hour' | 'day'

function findUnit(seconds: number): [number, Unit] {
  if (seconds < 90) return [Math.ceil(seconds), 'second']
  if (seconds < 90 * 60) return [Math.ceil(seconds / 60), 'minute']
  if (seconds < 36 * 3600) return [Math.ceil(seconds / 3600), 'hour']
  return [Math.ceil(seconds / 86_400), 'day']
}
