import { base64url } from 'jose'
import type { Bytes, Cipher, Mac } from './Primitives.ts'
import { primitives } from './platformPrimitives.ts'

/**
 * Keys and pseudonyms out of the configured secrets. Each purpose has a key of its own, so that what was
 * made for one is refused by every other.
 */
export function createKeys(secrets: readonly string[]): Keys {
  const derived = secrets.map((secret) => deriveKeys(secret))
  const [first] = derived
  if (first === undefined) throw new Error('There is no secret.')
  return {
    sealing: () => first,
    all: () => Promise.all(derived),
    mac: async (text) => (await first).authentication(text),
    isMac: async (text, tag) => {
      let found = false
      for (const { authentication } of await Promise.all(derived))
        found = isEqual(await authentication(text), tag) || found
      return found
    },
    pseudonym: async (text) => {
      const { pseudonym } = (await derived.at(-1)) ?? (await first)
      return toBase64Url(await pseudonym(text))
    },
  }
}

export interface Keys {
  /** The newest secret's keys. */
  sealing(): Promise<DerivedKeys>
  all(): Promise<DerivedKeys[]>
  /** HMAC-SHA-256 by the newest secret. */
  mac(text: string): Promise<Bytes>
  /** Whether a tag, or the first bytes of one, was made by any of the secrets. */
  isMac(text: string, tag: Uint8Array): Promise<boolean>
  /** A name that says nothing of what it names. By the oldest secret, so that rotation keeps it. */
  pseudonym(text: string): Promise<string>
}

interface DerivedKeys {
  readonly kid: string
  readonly ciphers: Record<SealPurpose, Cipher>
  readonly authentication: Mac
  readonly pseudonym: Mac
}

/** What a seal is for. */
export type SealPurpose = 'session' | 'login'

export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += hexOf[byte]
  return text
}

const hexOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

/** By `Buffer` where there is one: the others write it character by character. */
export function toBase64Url(bytes: Uint8Array): string {
  if (globalThis.Buffer === undefined) return base64url.encode(bytes)
  const { buffer, byteOffset, byteLength } = bytes
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64url')
}

async function deriveKeys(secret: string): Promise<DerivedKeys> {
  const material = await crypto.subtle.importKey('raw', encode(secret), 'HKDF', false, [
    'deriveBits',
  ])
  const derive = async (purpose: string): Promise<Bytes> =>
    new Uint8Array(
      await crypto.subtle.deriveBits(
        { name: 'HKDF', hash: 'SHA-256', salt: encode('@kit/server'), info: encode(purpose) },
        material,
        256,
      ),
    )
  const { createCipher, createMac } = primitives
  return {
    kid: toHex(await derive('kid')).slice(0, 8),
    ciphers: {
      session: createCipher(await derive('session cookie')),
      login: createCipher(await derive('login cookie')),
    },
    authentication: createMac(await derive('authentication')),
    pseudonym: createMac(await derive('pseudonym')),
  }
}

/** In constant time; a shorter tag is compared with as many first bytes. */
function isEqual(full: Uint8Array, tag: Uint8Array): boolean {
  if (tag.length < 12 || tag.length > full.length) return false
  let difference = 0
  for (const [index, byte] of tag.entries()) difference |= byte ^ (full[index] ?? 0)
  return difference === 0
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}
