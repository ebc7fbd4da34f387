/**
 * Returns the plain address of a mailbox: without a `+tag` and, at Gmail, without dots. At a few domains `a+b@`
 * is a different mailbox, so use this only to count emails, never to find a user.
 *
 * @param identifier - from `normalizeIdentifier`.
 * @see {@link https://www.rfc-editor.org/rfc/rfc5233}
 */
export function foldMailbox(identifier: string): string {
  const at = identifier.lastIndexOf('@')
  const [local, domain] = [identifier.slice(0, at), identifier.slice(at + 1)]
  const [untagged = ''] = local.split('+', 1)
  // For an address like `+tag@`, the mailbox is not known.
  const name = untagged === '' ? local : untagged
  return gmailDomains.has(domain) ? `${name.replaceAll('.', '')}@gmail.com` : `${name}@${domain}`
}

const gmailDomains = new Set(['gmail.com', 'googlemail.com'])
