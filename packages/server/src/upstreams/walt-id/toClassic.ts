import { problem } from '../../problem.ts'

/**
 * Converts a signature to the only form that walt.id accepts: 65 bytes of which the last, `v`, is 27 or 28.
 * Some hardware wallets write 0 or 1 instead. Anything else, such as a contract account's signature, is refused
 * here, because walt.id would answer 500.
 *
 * @throws `AuthError` `signature_malformed`.
 * @example
 * toClassic(`0x${'11'.repeat(64)}00`) // `0x1111…111b`
 */
export function toClassic(signature: string): string {
  if (!/^0x[\da-f]{130}$/i.test(signature)) throw problem('signature_malformed')
  const v = Number.parseInt(signature.slice(-2), 16)
  if (v === 27 || v === 28) return signature
  if (v > 1) throw problem('signature_malformed')
  return signature.slice(0, -2) + (v + 27).toString(16)
}
