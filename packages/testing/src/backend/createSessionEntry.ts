import type { SessionEntry } from '@kit/core'

/**
 * Creates an entry of a user's session list: by wallet, in Firefox on Windows, just used.
 *
 * @param members - the members to change.
 * @example
 * const backend = createFakeBackend({ session, sessions: [createSessionEntry({ client: 'Safari · iOS' })] })
 */
export function createSessionEntry(members: Partial<SessionEntry> = {}): SessionEntry {
  const now = Date.now()
  return {
    id: 'this-browser',
    method: 'siwe',
    client: 'Firefox · Windows',
    createdAt: new Date(now - 3_600_000).toISOString(),
    lastSeenAt: new Date(now).toISOString(),
    expiresAt: new Date(now + 39_600_000).toISOString(),
    ...members,
  }
}
