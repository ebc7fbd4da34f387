import { normalizeEmail } from '@kit/core/internal/otp/normalizeEmail'
import { problem } from '../problem.ts'

/**
 * Normalizes and checks an email address: removes invisible characters and a display name, folds compatibility
 * forms (NFKC), converts the domain to its DNS form (UTS 46), and converts to lower case. Lookups and counters
 * use only this form, so that all spellings of an address share their limits. Non-ASCII letters before the `@`
 * are refused.
 *
 * @throws `AuthError` `invalid_request`.
 */
export function normalizeIdentifier(text: string): string {
  const identifier = normalizeEmail(text)?.toLowerCase()
  if (identifier === undefined || !pattern.test(identifier)) throw problem('invalid_request')
  return identifier
}

const pattern =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,64})*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/
