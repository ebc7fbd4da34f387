/**
 * Returns the address that names the mailbox of another spelling: without a `+tag`, and at Gmail without dots. A few
 * domains give `a+b@` to somebody else, so this is for counting emails only, never for finding a user.
 *
 * @param identifier - from `normalizeIdentifier`.
 * @see {@link https://www.rfc-editor.org/rfc/rfc5233}
 */
export function foldMailbox(identifier: string): string {
  const at = identifier.lastIndexOf('@')
  const [local, domain] = [identifier.slice(0, at), identifier.slice(at + 1)]
  const [untagged = ''] = local.split('+', 1)
  // The mailbox of `+tag@` is not known.
  const name = untagged === '' ? local : untagged
  return gmailDomains.has(domain) ? `${name.replaceAll('.', '')}@gmail.com` : `${name}@${domain}`
}

const gmailDomains = new Set(['gmail.com', 'googlemail.com'])
