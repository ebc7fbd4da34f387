import type { Session } from '@kit/core'
import type { FirstWords } from '../locales/Words.ts'
import { shortenAddress } from './shortenAddress.ts'

/** Who is signed in, in a few characters: a short address, or how. */
export function describeSession({ address, method }: Session, { session }: FirstWords): string {
  if (address !== undefined) return shortenAddress(address)
  return method === 'email-otp' ? session.mailUser : session.signedIn
}
