import { encodeText, toBase64Url, toHex } from './encodings.ts'
import type { Bytes, Mac, Primitives } from './Primitives.ts'
import { randomBytes } from './randomBytes.ts'

/** Primitives based on WebCrypto. Keys are imported once. */
export const webPrimitives: Primitives = {
  createMac,
  createTextMac(bytes) {
    const mac = createMac(bytes)
    return async (text) => toBase64Url(await mac(text))
  },
  createCipher(bytes) {
    const key = crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
    const toAlgorithm = (iv: Bytes, additionalData: Bytes) => ({
      name: 'AES-GCM',
      iv,
      additionalData,
      tagLength: tagBytes * 8,
    })
    return {
      async encrypt(plain, authenticated) {
        const iv = randomBytes(12)
        const sealed = new Uint8Array(
          await crypto.subtle.encrypt(toAlgorithm(iv, authenticated), await key, plain),
        )
        const ciphertext = sealed.subarray(0, -tagBytes)
        return { iv, ciphertext, tag: sealed.subarray(-tagBytes) }
      },
      async decrypt({ iv, ciphertext, tag }, authenticated) {
        // WebCrypto reads the tag from the last bytes. If the tag were shorter, it would read part of the text
        // as the tag.
        if (tag.byteLength !== tagBytes) throw new Error('The tag is incomplete.')
        const sealed = new Uint8Array([...ciphertext, ...tag])
        const algorithm = toAlgorithm(iv, authenticated)
        return new Uint8Array(await crypto.subtle.decrypt(algorithm, await key, sealed))
      },
    }
  },
  async digest(text, encoding) {
    const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', encodeText(text)))
    return encoding === 'hex' ? toHex(bytes) : toBase64Url(bytes)
  },
}

function createMac(bytes: Bytes): Mac {
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const key = crypto.subtle.importKey('raw', bytes, hmac, false, ['sign'])
  return async (text) =>
    new Uint8Array(await crypto.subtle.sign('HMAC', await key, encodeText(text)))
}

const tagBytes = 16
