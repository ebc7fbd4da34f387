import fc from 'fast-check'
import { getAddress } from 'viem'
import { expect, test } from 'vitest'
import { AuthError } from '../index.ts'
import { hasChecksum, normalizeAddress } from './index.ts'

const address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'

test('default', () => {
  expect(normalizeAddress(address.toLowerCase())).toBe(address)
  expect(normalizeAddress(address)).toBe(address)
})

test.for([
  '0x52908400098527886E0F7030069857D2E4169EE7',
  '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
  '0xde709f2102306220921060314715629080e2fb77',
  '0x27b1fdb04752bbc536007a920d24acb045561c26',
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
  '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
  '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
])('behavior: the example of EIP-55 %s', (example) => {
  expect(normalizeAddress(example)).toBe(example)
  expect(hasChecksum(example)).toBe(true)
})

test('behavior: the same checksum as viem', () => {
  const digits = fc.string({
    unit: fc.constantFrom(...'0123456789abcdef'),
    minLength: 40,
    maxLength: 40,
  })
  fc.assert(
    fc.property(digits, (hex) => {
      expect(normalizeAddress(`0x${hex}`)).toBe(getAddress(`0x${hex}`))
      expect(normalizeAddress(`0x${hex.toUpperCase()}`)).toBe(getAddress(`0x${hex}`))
    }),
  )
})

test.for([
  ['swapped letters', '0xF39fD6E51AAD88f6f4CE6Ab8827279CFFfB92266'],
  ['39 digits', address.slice(0, -1)],
  ['41 digits', `${address}0`],
  ['0X', address.replace('0x', '0X')],
  ['a name', 'vitalik.eth'],
  ['an ICAP', 'XE73R39Fd6e51aad88F6F4ce6aB8827279cffFb922'],
  ['a line break after it', `${address}\n`],
  ['nothing', undefined],
  ['an object', { toString: (): string => address }],
] as const)('security: M-17 %s is not an address', ([, text]) => {
  expect(hasChecksum(text as string)).toBe(false)
  try {
    normalizeAddress(text as string)
    expect.unreachable()
  } catch (error) {
    expect(AuthError.is(error) && error.code).toBe('invalid_field')
  }
})

test('behavior: an address entirely in lower or upper case has no checksum', () => {
  expect(hasChecksum(address.toLowerCase())).toBe(false)
  expect(hasChecksum(`0x${address.slice(2).toUpperCase()}`)).toBe(false)
})
