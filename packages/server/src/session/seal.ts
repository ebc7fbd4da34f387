import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose'
import type { Keys, SealPurpose } from '../keys/createKeys.ts'

/**
 * Seals a value for one purpose: a compact JWE, `dir` with A256GCM, the key named by `kid`.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7516}
 */
export async function seal(keys: Keys, purpose: SealPurpose, value: unknown): Promise<string> {
  const { kid, encryption } = await keys.sealing()
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(value)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid, typ: purpose })
    .encrypt(encryption[purpose])
}

/**
 * Opens what was sealed for this purpose by any secret of the list. `undefined` for everything else:
 * another purpose, a removed secret, a changed byte, no seal at all. `isStale` says that an older
 * secret made it.
 */
export async function unseal(
  keys: Keys,
  purpose: SealPurpose,
  text: string,
): Promise<{ value: unknown; isStale: boolean } | undefined> {
  try {
    const { kid, typ } = decodeProtectedHeader(text)
    const key = (await keys.all()).find((candidate) => candidate.kid === kid)
    if (key === undefined || typ !== purpose) return undefined
    const { plaintext } = await compactDecrypt(text, key.encryption[purpose], {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    })
    const { kid: newest } = await keys.sealing()
    return { value: JSON.parse(new TextDecoder().decode(plaintext)), isStale: kid !== newest }
  } catch {
    // Whatever is wrong with it, it is not ours: there is nothing else to tell, or to log.
    return undefined
  }
}
