import { problem } from '../problem.ts'

/**
 * One e-mail address in one spelling: compatibility forms folded (NFKC), outer space gone, lower
 * case; then checked. Lookup and counters see this and nothing else, so that two spellings of one
 * address share their limits. Addresses outside ASCII are refused.
 *
 * @throws `AuthError` `invalid_request`.
 */
export function normalizeIdentifier(text: string): string {
  const identifier = text.normalize('NFKC').trim().toLowerCase()
  if (identifier.length > 254 || !pattern.test(identifier)) throw problem('invalid_request')
  return identifier
}

const pattern =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,64})*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/
