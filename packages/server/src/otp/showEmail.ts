/**
 * The address as the session shows it. Masked, the first character and the domain are left: enough for people to
 * recognise theirs, too little for somebody who looks over their shoulder.
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
