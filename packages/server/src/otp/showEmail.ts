/**
 * Returns the address as the session shows it. A masked address keeps only its first character and the domain.
 * Users can recognize it, but somebody who looks over their shoulder cannot read it.
 */
export function showEmail(
  identifier: string,
  sessionEmail: 'none' | 'masked' | 'whole',
): string | undefined {
  if (sessionEmail === 'none') return undefined
  if (sessionEmail === 'whole') return identifier
  const at = identifier.lastIndexOf('@')
  const [first = ''] = identifier
  return at < 1 ? `${first}•••` : `${first}•••${identifier.slice(at)}`
}
