import { type Cache, createCache } from '../createCache.ts'
import type { Keys, SealPurpose } from '../keys/createKeys.ts'
import { encodeText, fromBase64Url, toBase64Url } from '../keys/encodings.ts'

/**
 * Encrypts and authenticates a value for one purpose, as a compact JWE: `dir` with A256GCM. `kid` identifies
 * the key.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7516#section-7.1}
 */
export async function seal(keys: Keys, purpose: SealPurpose, value: unknown): Promise<string> {
  const { kid, ciphers } = await keys.sealing()
  const header = createHeader(kid, purpose)
  const plain = encodeText(pad(purpose, JSON.stringify(value)))
  const { iv, ciphertext, tag } = await ciphers[purpose].encrypt(plain, encodeText(header))
  // The second part of a JWE is the encrypted key, which is empty with `dir`.
  return [header, '', ...[iv, ciphertext, tag].map(toBase64Url)].join('.')
}

/**
 * Decrypts a value that was sealed for this purpose with any of the secrets. Returns `undefined` for anything
 * else, such as a value for another purpose, one sealed with a removed secret, or one with a changed byte.
 * `isStale` is true if an older secret sealed the value.
 */
export async function unseal(
  keys: Keys,
  purpose: SealPurpose,
  text: string,
): Promise<Unsealed | undefined> {
  const opened = findOpened(keys)[purpose]
  const known = opened.get(text)
  if (known !== undefined) return known
  const fresh = await open(keys, purpose, text)
  if (fresh === undefined) return undefined
  opened.set(text, fresh)
  return fresh
}

/** A sealed value, and whether an older secret sealed it. */
interface Unsealed {
  readonly value: unknown
  readonly isStale: boolean
}

/** Every request has the same cookie, so each process opens it only once. */
function findOpened(keys: Keys): Opened {
  const known = caches.get(keys) ?? {
    session: createCache(maxOpened),
    login: createCache(maxOpened),
    device: createCache(maxOpened),
  }
  caches.set(keys, known)
  return known
}

/** One cache per purpose. With one cache, each request would have to build and hash a key that joins both. */
type Opened = Record<SealPurpose, Cache<Unsealed>>

const caches = new WeakMap<Keys, Opened>()
const maxOpened = 1000

async function open(keys: Keys, purpose: SealPurpose, text: string): Promise<Unsealed | undefined> {
  const [header = '', wrapped, iv = '', ciphertext = '', tag = '', ...rest] = text.split('.')
  // The header must be exactly one that `seal` writes, so that the sender cannot choose anything in it.
  const key = (await keys.all()).find(({ kid }) => createHeader(kid, purpose) === header)
  if (key === undefined || wrapped !== '' || rest.length > 0) return undefined
  try {
    const parts = {
      iv: fromBase64Url(iv),
      ciphertext: fromBase64Url(ciphertext),
      tag: fromBase64Url(tag),
    }
    if (parts.iv.byteLength !== 12) return undefined
    const plain = await key.ciphers[purpose].decrypt(parts, encodeText(header))
    const { kid: newest } = await keys.sealing()
    return { value: JSON.parse(decoder.decode(plain)), isStale: key.kid !== newest }
  } catch {
    // The value was not sealed by this server. The reason does not matter, so it is not logged.
    return undefined
  }
}

/**
 * Pads login cookies to the same length with spaces, which JSON ignores at the end, so that the length reveals
 * little about the sign-ins that a browser has started.
 */
function pad(purpose: SealPurpose, text: string): string {
  return purpose === 'login' ? text.padEnd(loginLength) : text
}

const loginLength = 1024

/** Returns the JWE header, which is encoded once for each secret and purpose. */
function createHeader(kid: string, typ: SealPurpose): string {
  const name = `${kid}.${typ}`
  const header =
    headers.get(name) ??
    toBase64Url(encodeText(JSON.stringify({ alg: 'dir', enc: 'A256GCM', kid, typ })))
  headers.set(name, header)
  return header
}

const headers = new Map<string, string>()
const decoder = new TextDecoder()
