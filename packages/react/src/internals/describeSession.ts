import type { Session } from '@kit/core'
import type { Words } from '../locales/Words.ts'

/** Who is signed in, in a few characters: a short address, or how. */
export function describeSession({ address, method }: Session, { session }: Words): string {
  if (address !== undefined) return `${address.slice(0, 6)}…${address.slice(-4)}`
  return method === 'email-otp' ? session.mailUser : session.signedIn
}
