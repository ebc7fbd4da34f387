/** What each request takes of cryptography, by the platform's own means: a key in, a function out. */
export interface Primitives {
  /** HMAC-SHA-256. */
  createMac(key: Bytes): Mac
  /** AES-256-GCM with a random IV of 96 bits and a tag of 128. */
  createCipher(key: Bytes): Cipher
  /** SHA-256. */
  digest(text: string): Bytes | Promise<Bytes>
}

export type Bytes = Uint8Array<ArrayBuffer>

export type Mac = (text: string) => Bytes | Promise<Bytes>

export interface Cipher {
  encrypt(plain: Bytes, authenticated: Bytes): Encrypted | Promise<Encrypted>
  /** Throws, or rejects, for a changed byte, another key, or a tag that is not whole. */
  decrypt(encrypted: Encrypted, authenticated: Bytes): Bytes | Promise<Bytes>
}

export interface Encrypted {
  readonly iv: Bytes
  readonly ciphertext: Bytes
  readonly tag: Bytes
}
