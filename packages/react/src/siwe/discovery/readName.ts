/**
 * Reads a wallet's name for display: one line of at most 40 characters, without invisible characters and
 * without those that change the direction of the surrounding text.
 *
 * @returns `undefined` if nothing is left to show.
 */
export function readName(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const visible = value
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  const [...characters] = visible
  if (characters.length === 0) return undefined
  return characters.length > 40 ? `${characters.slice(0, 39).join('').trimEnd()}…` : visible
}
