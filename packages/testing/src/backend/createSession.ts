import type { Session } from '@kit/core'

/**
 * A session as the backend tells of it: by wallet, active, without an end.
 *
 * @param members - what is different.
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
