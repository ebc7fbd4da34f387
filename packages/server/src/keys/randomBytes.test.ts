import { expect, test } from 'vitest'
import { randomBytes } from './randomBytes.ts'

test('default: returns the requested number of bytes in separate memory', () => {
  for (const length of [0, 1, 16, 1024, 5000]) {
    const bytes = randomBytes(length)
    expect(bytes).toHaveLength(length)
    expect(bytes.buffer.byteLength).toBe(length)
  }
})

test('security: no bytes are returned twice', () => {
  const seen = new Set(Array.from({ length: 10_000 }, () => randomBytes(12).join()))
  expect(seen.size).toBe(10_000)
})

test('security: every byte value is equally likely at every position', () => {
  const rounds = 20_000
  const counts = new Map<number, number>()
  for (let round = 0; round < rounds; round += 1)
    for (const byte of randomBytes(16)) counts.set(byte, (counts.get(byte) ?? 0) + 1)
  // A chi-square with 255 degrees of freedom exceeds 400 less than once in 10⁷ runs.
  const expected = (rounds * 16) / 256
  const sum = [...counts.values()].reduce((all, count) => all + (count - expected) ** 2, 0)
  expect(counts.size).toBe(256)
  expect(sum / expected).toBeLessThan(400)
})
