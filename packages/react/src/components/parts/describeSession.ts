import type { Session } from '@kit/core'
import type { FirstWords } from '../../locales/Words.ts'
import { shortenAddress } from './shortenAddress.ts'

/**
 * Returns a short description of the signed-in user: a shortened wallet address, the email address, or the
 * method.
 */
export function describeSession(
  { address, email, method }: Session,
  { session }: FirstWords,
): string {
  if (address !== undefined) return shortenAddress(address)
  if (email !== undefined) return email
  return method === 'email-otp' ? session.mailUser : session.signedIn
}
