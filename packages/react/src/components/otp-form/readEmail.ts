import { normalizeEmail } from '@kit/core/internal/otp/normalizeEmail'
import { suggestEmail } from './suggestEmail.ts'

/** The address in the form that the backend gets, and the one that was probably meant. */
export function readEmail(text: string) {
  const address = normalizeEmail(text)
  return { address, suggestion: address === undefined ? undefined : suggestEmail(address) }
}
