import { expect, test } from 'vitest'
import { createNodePrimitives } from './nodePrimitives.ts'
import type { Primitives } from './Primitives.ts'
import { webPrimitives } from './webPrimitives.ts'

const key = new Uint8Array(32).fill(7)
const otherKey = new Uint8Array(32).fill(8)
const encode = (text: string) => new TextEncoder().encode(text)
const plain = encode('{"id":"1"}')
const header = encode('header')

function findNode(): Primitives {
  const node = createNodePrimitives()
  if (node === undefined) throw new Error('This runs on Node.')
  return node
}
const both = { node: findNode(), web: webPrimitives }

test('default: both compute the same tag and digest for a text', async () => {
  const { node, web } = both
  expect(await node.createMac(key)('text')).toEqual(await web.createMac(key)('text'))
  expect(await node.createMac(key)('text')).not.toEqual(await node.createMac(otherKey)('text'))
  expect(await node.createTextMac(key)('text')).toBe(await web.createTextMac(key)('text'))
  for (const encoding of ['base64url', 'hex'] as const)
    expect(await node.digest('text', encoding)).toBe(await web.digest('text', encoding))
})

test.for([
  ['node', 'web'],
  ['web', 'node'],
  ['node', 'node'],
  ['web', 'web'],
] as const)('default: what %s encrypts %s decrypts', async ([from, to]) => {
  const encrypted = await both[from].createCipher(key).encrypt(plain, header)
  expect(encrypted.iv).toHaveLength(12)
  expect(encrypted.tag).toHaveLength(16)
  expect(await both[to].createCipher(key).decrypt(encrypted, header)).toEqual(plain)
})

test.for(['node', 'web'] as const)('behavior: %s uses a new IV each time', async (name) => {
  const cipher = both[name].createCipher(key)
  const { iv } = await cipher.encrypt(plain, header)
  expect((await cipher.encrypt(plain, header)).iv).not.toEqual(iv)
})

test.for(['node', 'web'] as const)('security: %s refuses changed data', async (name) => {
  const { createCipher } = both[name]
  const encrypted = await createCipher(key).encrypt(plain, header)
  const flip = (bytes: Uint8Array) =>
    Uint8Array.from(bytes, (byte, i) => (i === 0 ? byte ^ 1 : byte))
  const changes = [
    { ...encrypted, ciphertext: flip(encrypted.ciphertext) },
    { ...encrypted, iv: flip(encrypted.iv) },
    { ...encrypted, tag: flip(encrypted.tag) },
    { ...encrypted, tag: encrypted.tag.subarray(0, 12) },
    { ...encrypted, tag: new Uint8Array() },
  ]
  for (const change of changes)
    await expect(async () => createCipher(key).decrypt(change, header)).rejects.toThrow()
  await expect(async () => createCipher(key).decrypt(encrypted, encode('other'))).rejects.toThrow()
  await expect(async () => createCipher(otherKey).decrypt(encrypted, header)).rejects.toThrow()
})
