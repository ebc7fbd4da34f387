/**
 * The cryptographic functions that requests need, implemented by the platform. Each takes a key and returns a
 * function that uses it.
 */
export interface Primitives {
  /** HMAC-SHA-256. */
  createMac(key: Bytes): Mac
  /** AES-256-GCM with a random 96-bit IV and a 128-bit tag. */
  createCipher(key: Bytes): Cipher
  /** Returns the same in base64url. On some platforms this is faster than encoding the bytes afterwards. */
  createTextMac(key: Bytes): TextMac
  /** SHA-256. */
  digest(text: string, encoding: 'base64url' | 'hex'): string | Promise<string>
}

export type Bytes = Uint8Array<ArrayBuffer>

export type Mac = (text: string) => Bytes | Promise<Bytes>

export type TextMac = (text: string) => string | Promise<string>

export interface Cipher {
  encrypt(plain: Bytes, authenticated: Bytes): Encrypted | Promise<Encrypted>
  /** Throws or rejects if a byte was changed, the key is a different one, or the tag is incomplete. */
  decrypt(encrypted: Encrypted, authenticated: Bytes): Bytes | Promise<Bytes>
}

interface Encrypted {
  readonly iv: Bytes
  readonly ciphertext: Bytes
  readonly tag: Bytes
}
