import { expect, test } from 'vitest'
import { toWalletError } from './toWalletError.ts'

const explode = () => {
  throw new Error('A getter of a wallet.')
}

// The values with which wallets and SDKs are reported to reject. None of them is an error of the app.
test.for([
  ['EIP-1193', { code: 4001, message: 'User rejected the request.' }],
  ['a code that is a string', { code: '4001' }],
  ['ethers', { code: 'ACTION_REJECTED', info: { error: { code: 4001 } } }],
  ['WalletConnect', { code: 5000, message: 'User rejected.' }],
  [
    '-32603 with the reason in its data',
    {
      code: -32603,
      message: 'Internal JSON-RPC error.',
      data: { message: 'User denied message signature.' },
    },
  ],
  [
    '-32603 with the reason in its text',
    { code: -32603, message: 'MetaMask Message Signature: User denied message signature.' },
  ],
  [
    'an original error',
    { code: -32603, message: 'Internal error', data: { originalError: { code: 4001 } } },
  ],
  [
    'a cause of a cause',
    new Error('Request failed', { cause: new Error('inner', { cause: { code: 4001 } }) }),
  ],
  ['a text', 'User rejected'],
  ['Request rejected', new Error('Request rejected')],
  ['cancelled', new Error('cancelled')],
  ['Canceled', 'Canceled'],
  ['a signature request', new Error('Signature request was rejected.')],
  ['a closed window', new Error('User closed modal')],
  ['rejected by the user', { message: 'The request has been rejected by the user' }],
  ['body of a response', { body: { error: { message: 'User denied transaction signature' } } }],
] as const)('behavior: %s is a refusal', ([, cause]) => {
  expect(toWalletError(cause)).toMatchObject({ code: 'wallet_rejected', recovery: 'retry' })
})

test.for([
  ['undefined', undefined],
  ['null', null],
  ['a number', 7],
  ['an empty object', {}],
  ['an internal error', { code: -32603, message: 'Internal JSON-RPC error.' }],
  ['a rejected nonce', new Error('The node rejected the request: rate limit.')],
  [
    'getters that throw',
    Object.defineProperties(
      {},
      { code: { get: explode }, message: { get: explode }, cause: { get: explode } },
    ),
  ],
  ['an object that is not a string', { code: Object.create(null), message: Symbol('message') }],
] as const)('behavior: %s counts as a failure of the wallet', ([, cause]) => {
  expect(toWalletError(cause)).toMatchObject({ code: 'wallet_failed', recovery: 'retry' })
})

test('security: reading an error that contains itself ends', () => {
  const cause: Record<string, unknown> = { message: 'again' }
  for (const name of ['cause', 'error', 'data', 'info']) cause[name] = cause
  expect(toWalletError(cause).code).toBe('wallet_failed')
})

test.for([
  [{ code: -32002 }, 'wallet_request_pending'],
  [{ message: 'Already processing eth_requestAccounts. Please wait.' }, 'wallet_request_pending'],
  [{ code: 4100 }, 'wallet_locked'],
  [new Error('Proposal expired'), 'wallet_unreachable'],
  [new Error('Socket stalled when trying to connect to wss://relay.example'), 'wallet_unreachable'],
  [new TypeError('Failed to fetch'), 'wallet_unreachable'],
  [new DOMException('The operation is insecure.', 'SecurityError'), 'wallet_unreachable'],
  [new DOMException('The user dismissed it.', 'NotAllowedError'), 'wallet_rejected'],
  [
    new TypeError('Failed to fetch dynamically imported module: https://app.example/sdk.js'),
    'wallet_unreachable',
  ],
  [
    new TypeError("Failed to resolve module specifier '@coinbase/wallet-sdk'"),
    'wallet_unreachable',
  ],
  [
    new Error('Could not resolve "@base-org/account" imported by "wagmi". Is it installed?'),
    'wallet_unreachable',
  ],
] as const)('default: %o is %s', ([cause, code]) => {
  expect(toWalletError(cause).code).toBe(code)
})
