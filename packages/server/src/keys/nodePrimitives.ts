import type { Primitives } from './Primitives.ts'
import { randomBytes } from './randomBytes.ts'

/**
 * Creates primitives based on `node:crypto`, or returns `undefined` if the runtime lacks that module. It is not
 * imported, so that this file also loads in other runtimes.
 */
export function createNodePrimitives(): Primitives | undefined {
  const node = globalThis.process?.getBuiltinModule?.('node:crypto')
  if (node === undefined) return undefined
  const { createCipheriv, createDecipheriv, createHash, createHmac, createSecretKey, hash } = node
  return {
    createMac(key) {
      const secret = createSecretKey(key)
      return (text) => new Uint8Array(createHmac('sha256', secret).update(text).digest())
    },
    createTextMac(key) {
      const secret = createSecretKey(key)
      return (text) => createHmac('sha256', secret).update(text).digest('base64url')
    },
    createCipher(key) {
      const secret = createSecretKey(key)
      return {
        encrypt(plain, authenticated) {
          const iv = randomBytes(12)
          const cipher = createCipheriv('aes-256-gcm', secret, iv)
          cipher.setAAD(authenticated)
          const ciphertext = new Uint8Array(cipher.update(plain))
          cipher.final()
          return { iv, ciphertext, tag: new Uint8Array(cipher.getAuthTag()) }
        },
        decrypt({ iv, ciphertext, tag }, authenticated) {
          // With an explicit length, a shorter tag, which would be easier to forge, is refused.
          const decipher = createDecipheriv('aes-256-gcm', secret, iv, { authTagLength: 16 })
          decipher.setAAD(authenticated)
          decipher.setAuthTag(tag)
          const plain = new Uint8Array(decipher.update(ciphertext))
          decipher.final()
          return plain
        },
      }
    },
    // This single call takes a third of the time, but not every runtime has it.
    digest: (text, encoding) =>
      typeof hash === 'function'
        ? hash('sha256', text, encoding)
        : createHash('sha256').update(text).digest(encoding),
  }
}
