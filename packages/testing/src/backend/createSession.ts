import type { Session } from '@kit/core'

/**
 * Creates a session as the backend reports it: by wallet, active, without an end.
 *
 * @param members - the members to change.
 * @example
 * const session = createSession({ method: 'email-otp' })
 */
export function createSession(members: Partial<Session> = {}): Session {
  return {
    method: 'siwe',
    upstream: 'bakkt',
    subject: 'sub_7f3a9c',
    status: 'active',
    authenticatedAt: new Date().toISOString(),
    expiresAt: null,
    ...members,
  }
}
