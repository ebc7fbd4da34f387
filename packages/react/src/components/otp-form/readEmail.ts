import { normalizeEmail } from '@kit/core/internal/otp/normalizeEmail'
import { suggestEmail } from './suggestEmail.ts'

/** Returns the address in the form that is sent to the backend, and the address that the user probably meant. */
export function readEmail(text: string) {
  const address = normalizeEmail(text)
  return { address, suggestion: address === undefined ? undefined : suggestEmail(address) }
}
