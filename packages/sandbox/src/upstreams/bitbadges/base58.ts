const letters = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** Encodes bytes the way Solana writes addresses. */
export function encodeBase58(bytes: Uint8Array): string {
  let rest = BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  let text = ''
  for (; rest > 0n; rest /= 58n) text = letters.charAt(Number(rest % 58n)) + text
  return text
}

/** Decodes to 32 bytes. A text that is not an address gives bytes that are not a key. */
export function decodeBase58(text: string): Buffer {
  let value = 0n
  for (const letter of text) value = value * 58n + BigInt(Math.max(letters.indexOf(letter), 0))
  return Buffer.from(value.toString(16).padStart(64, '0').slice(-64), 'hex')
}
