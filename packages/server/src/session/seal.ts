import * as base64url from 'jose/base64url'
import type { Keys, SealPurpose } from '../keys/createKeys.ts'
import { encodeText, toBase64Url } from '../keys/encodings.ts'
import type { Bytes } from '../keys/Primitives.ts'

/**
 * Seals a value for one purpose: a compact JWE, `dir` with A256GCM, with the key identified by `kid`.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7516#section-7.1}
 */
export async function seal(keys: Keys, purpose: SealPurpose, value: unknown): Promise<string> {
  const { kid, ciphers } = await keys.sealing()
  const header = createHeader(kid, purpose)
  const plain = encodeText(pad(purpose, JSON.stringify(value)))
  const { iv, ciphertext, tag } = await ciphers[purpose].encrypt(plain, encodeText(header))
  // The second part, an encrypted key, is empty: both sides already have the key.
  return [header, '', ...[iv, ciphertext, tag].map(toBase64Url)].join('.')
}

/**
 * Opens what was sealed for this purpose with any secret of the list. `undefined` for anything else: another
 * purpose, a removed secret, a changed byte, or not a seal at all. `isStale` says that an older secret sealed
 * it.
 */
export async function unseal(
  keys: Keys,
  purpose: SealPurpose,
  text: string,
): Promise<Unsealed | undefined> {
  const opened = openedBy(keys)[purpose]
  const known = opened.get(text)
  if (known !== undefined) return known
  const fresh = await open(keys, purpose, text)
  if (fresh === undefined) return undefined
  opened.set(text, fresh)
  // Drops the oldest entry. A cookie that is still in use is soon opened again.
  for (const oldest of opened.keys()) if (opened.size > maxOpened) opened.delete(oldest)
  return fresh
}

/** A sealed value, and whether an older secret sealed it. */
interface Unsealed {
  readonly value: unknown
  readonly isStale: boolean
}

/** Every request has the same cookie, so each process opens it only once. */
function openedBy(keys: Keys): Opened {
  const known = caches.get(keys) ?? { session: new Map(), login: new Map(), device: new Map() }
  caches.set(keys, known)
  return known
}

/** One cache for each purpose: a name that joins both would have to be hashed in full with each request. */
type Opened = Record<SealPurpose, Map<string, Unsealed>>

const caches = new WeakMap<Keys, Opened>()
const maxOpened = 1000

async function open(keys: Keys, purpose: SealPurpose, text: string): Promise<Unsealed | undefined> {
  const [header = '', wrapped, iv = '', ciphertext = '', tag = '', ...rest] = text.split('.')
  // The whole header must be one that we write, so that the sender cannot choose anything in it.
  const key = (await keys.all()).find(({ kid }) => createHeader(kid, purpose) === header)
  if (key === undefined || wrapped !== '' || rest.length > 0) return undefined
  try {
    const parts = { iv: decode(iv), ciphertext: decode(ciphertext), tag: decode(tag) }
    if (parts.iv.byteLength !== 12) return undefined
    const plain = await key.ciphers[purpose].decrypt(parts, encodeText(header))
    const { kid: newest } = await keys.sealing()
    return { value: JSON.parse(new TextDecoder().decode(plain)), isStale: key.kid !== newest }
  } catch {
    // Whatever is wrong with it, it is not our seal. There is nothing else to report or log.
    return undefined
  }
}

/**
 * Makes all login cookies equally long. Otherwise a browser could learn from the length whether its code was
 * requested for an existing user, because their ids and those of decoys may differ in length. JSON ignores
 * the trailing spaces.
 */
function pad(purpose: SealPurpose, text: string): string {
  return purpose === 'login' ? text.padEnd(loginLength) : text
}

const loginLength = 1024

/** The JWE header, encoded once for each secret and purpose. */
function createHeader(kid: string, typ: SealPurpose): string {
  const name = `${kid}.${typ}`
  const header =
    headers.get(name) ?? base64url.encode(JSON.stringify({ alg: 'dir', enc: 'A256GCM', kid, typ }))
  headers.set(name, header)
  return header
}

const headers = new Map<string, string>()

function decode(text: string): Bytes {
  return new Uint8Array(base64url.decode(text))
}
