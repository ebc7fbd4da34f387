import { formatMessage as format, type Message } from '../formatMessage.ts'

/**
 * Replaces the placeholders in braces. Numbers are formatted for the locale, and `{count}` selects the plural form, or the text
 * for exactly that number. In a right-to-left text, and for a right-to-left value, the value is isolated (with U+2068 and
 * U+2069), so that it does not change the order of the surrounding words.
 *
 * @example
 * formatMessage({ one: '{count} attempt left', other: '{count} attempts left' }, { count: 1 }, 'en')
 */
export function formatMessage(
  message: Message,
  values: Record<string, string | number>,
  locale: string,
): string {
  // A wrapper instead of a re-export: esbuild resolves re-exports, and would include the function (0.3 kB of gzip) in
  // every import from `@kit/react`, because parts that are loaded later also use it.
  return format(message, values, locale)
}
