import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  AuthError,
  createAccountId,
  createChainId,
  parseAccountId,
  parseChainId,
  parseSignInHeader,
} from '../index.ts'
import { caip122 } from '../siwe/fixtures/readVectors.ts'

const address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'

test('default', () => {
  expect(parseChainId(createChainId(100))).toEqual({ namespace: 'eip155', reference: '100' })
  expect(parseAccountId(createAccountId(address, 100))).toEqual({
    namespace: 'eip155',
    reference: '100',
    address,
  })
})

test.for([
  'eip155:1',
  'bip122:000000000019d6689c085ae165831e93',
  'cosmos:cosmoshub-3',
  'starknet:SN_GOERLI',
  'chainstd:8c3444cf8970a9e41a706fab93e7a6c4',
])('behavior: the example of CAIP-2 %s', (caip2) => {
  const { namespace, reference } = parseChainId(caip2)
  expect(`${namespace}:${reference}`).toBe(caip2)
  expect(parseAccountId(`${caip2}:6d9b0b4b9994e8a6afbd3dc3ed983cd51c755afb`)).toEqual({
    namespace,
    reference,
    address: '6d9b0b4b9994e8a6afbd3dc3ed983cd51c755afb',
  })
})

test.for([
  ['ei:1'],
  ['EIP155:1'],
  ['eip155:'],
  ['eip155'],
  ['eip155:1:2:3'],
  [`eip155:${'1'.repeat(33)}`],
  ['eip155:1\n'],
  [' eip155:1'],
  [undefined],
  [Symbol('x')],
  [{ toString: (): string => 'eip155:1' }],
])('security: M-14 %o is neither a chain nor an account', ([text]) => {
  expect(refusalOf(() => parseChainId(text as string))).toBe('invalid_field')
  expect(refusalOf(() => parseAccountId(text as string))).toBe('invalid_field')
})

test.for([0, -1, 1.5, Number.NaN, 2 ** 53, '1', undefined])(
  'security: M-14 %o is not an EIP-155 chain',
  (chainId) => {
    expect(refusalOf(() => createChainId(chainId as number))).toBe('invalid_field')
    expect(refusalOf(() => createAccountId(address, chainId as number))).toBe('invalid_field')
  },
)

test('security: an address cannot smuggle in another part', () => {
  for (const text of ['0x1:0x2', '', 'a b', `${address}\n`, 'x'.repeat(129)])
    expect(refusalOf(() => createAccountId(text, 1))).toBe('invalid_field')
})

test('behavior: every account that can be built can be parsed', () => {
  const account = fc.tuple(fc.stringMatching(/^0x[0-9a-fA-F]{40}$/), fc.integer({ min: 1 }))
  fc.assert(
    fc.property(account, ([written, chainId]) => {
      const read = parseAccountId(createAccountId(written, chainId))
      expect(read).toEqual({ namespace: 'eip155', reference: String(chainId), address: written })
    }),
  )
})

test('behavior: reads the site and the account from the examples of CAIP-122', () => {
  expect(caip122.map(({ message }) => parseSignInHeader(message))).toMatchInlineSnapshot(`
    [
      {
        "address": "0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2",
        "domain": "service.org",
        "ecosystem": "Ethereum",
        "scheme": undefined,
      },
      {
        "address": "GwAF45zjfyGzUbd3i3hXxzGeuchzEZXwpRYHZM5912F1",
        "domain": "service.org",
        "ecosystem": "Solana",
        "scheme": undefined,
      },
    ]
  `)
})

test.for([
  'service.org wants you to sign in with your Ethereum account:\r\n0x00\r\n',
  ' wants you to sign in with your Ethereum account:\n0x00\n',
  'a b wants you to sign in with your Ethereum account:\n0x00\n',
  'service.org wants you to sign in with your  account:\n0x00\n',
  'service.org wants you to sign in with your Ethereum account:\n\n',
  'x\nservice.org wants you to sign in with your Ethereum account:\n0x00\n',
  'eyJhbGciOiJIUzI1NiJ9.e30.x',
  '',
  undefined,
])('security: M-35 %j does not name a site and an account', (text) => {
  expect(refusalOf(() => parseSignInHeader(text as string))).toBe('siwe_malformed')
})

function refusalOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (AuthError.is(error)) return error.code
    throw error
  }
  return 'none'
}
