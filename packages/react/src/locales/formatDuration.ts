/**
 * Formats a duration, rounded up: in seconds below 90 seconds, in minutes below 90 minutes, in hours below 36
 * hours, and otherwise in days.
 *
 * @returns a text such as "45 sec" or "2 hr". Do not insert it into a sentence, because many languages would
 * require a different grammatical case there.
 */
export function formatDuration(seconds: number, locale: string): string {
  const [value, unit] = findUnit(seconds)
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value)
}

/**
 * Formats when something will happen, in the same units.
 *
 * @returns a phrase such as "in 45 seconds", which can be inserted into a sentence.
 */
export function formatWhen(seconds: number, locale: string): string {
  const [value, unit] = findUnit(seconds)
  return new Intl.RelativeTimeFormat(locale).format(value, unit)
}

/**
 * Formats how long ago something happened, rounded down: in minutes below 90 minutes, in hours below 36 hours,
 * and otherwise in days. At least one minute, because clocks differ slightly.
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
