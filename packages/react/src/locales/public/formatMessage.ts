import { formatMessage as format, type Message } from '../formatMessage.ts'

/**
 * Fills in what stands in braces. Numbers are written as the language writes them, `{count}` chooses the plural
 * form, and a value cannot change the order of the words around it: in a right-to-left text, and for a right-to-left
 * value, it is isolated (Unicode's U+2068 and U+2069).
 *
 * @example
 * formatMessage({ one: '{count} attempt left', other: '{count} attempts left' }, { count: 1 }, 'en')
 */
export function formatMessage(
  message: Message,
  values: Record<string, string | number>,
  locale: string,
): string {
  // Not a re-export: esbuild looks through those, and would load the function with every import from
  // `@kit/react`, because parts that are loaded later use it. That is 0.3 kB of gzip.
  return format(message, values, locale)
}
