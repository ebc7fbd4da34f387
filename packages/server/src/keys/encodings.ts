import * as base64url from 'jose/base64url'

export function encodeText(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text)
}

const encoder = new TextEncoder()

export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += hexOf[byte]
  return text
}

const hexOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

/** Uses `Buffer` if the runtime has it, because the alternatives encode one character at a time. */
export function toBase64Url(bytes: Uint8Array): string {
  if (globalThis.Buffer === undefined) return base64url.encode(bytes)
  const { buffer, byteOffset, byteLength } = bytes
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64url')
}

/** @throws Error if the text contains other characters. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  // `Buffer` would ignore them.
  if (!/^[\w-]*$/.test(text)) throw new Error('The text is not base64url.')
  return new Uint8Array(
    globalThis.Buffer === undefined ? base64url.decode(text) : Buffer.from(text, 'base64url'),
  )
}
