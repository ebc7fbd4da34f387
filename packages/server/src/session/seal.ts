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
): Promise<Unsealed | undefined> {
  const opened = openedBy(keys)
  const name = `${purpose}.${text}`
  const known = opened.get(name)
  if (known !== undefined) return known
  const fresh = await open(keys, purpose, text)
  if (fresh === undefined) return undefined
  opened.set(name, fresh)
  // The oldest goes: a cookie that is still in use is soon opened again.
  for (const oldest of opened.keys()) if (opened.size > maxOpened) opened.delete(oldest)
  return fresh
}

/** What was sealed, and whether by an older secret. */
interface Unsealed {
  readonly value: unknown
  readonly isStale: boolean
}

/** One cookie comes with every request: it is opened once for each process. */
function openedBy(keys: Keys): Map<string, Unsealed> {
  const known = caches.get(keys) ?? new Map<string, Unsealed>()
  caches.set(keys, known)
  return known
}

const caches = new WeakMap<Keys, Map<string, Unsealed>>()
const maxOpened = 1000

async function open(keys: Keys, purpose: SealPurpose, text: string): Promise<Unsealed | undefined> {
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
