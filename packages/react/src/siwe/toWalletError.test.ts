import { UserRejectedRequestError } from 'viem'
import { expect, test } from 'vitest'
import { toWalletError } from './toWalletError.ts'

const explode = () => {
  throw new Error('A getter of a wallet.')
}

// Values with which wallets and SDKs are reported to reject. None of them is a defect of the app.
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
  // https://github.com/MetaMask/metamask-extension/issues/9510
  [
    'Ledger',
    {
      code: -32603,
      message:
        'Error: TransportStatusError: Ledger device: Condition of use not satisfied (denied by the user?) (0x6985)',
    },
  ],
  // https://github.com/MetaMask/connect-monorepo/pull/232
  [
    'MetaMask’s SDK, which lost the code',
    {
      code: 53,
      message: 'RPC Request failure reason: MetaMask Message: User denied message signature.',
    },
  ],
  // https://github.com/brave/brave-browser/issues/22738
  ['Brave', { message: 'The user rejected the request.' }],
  // https://github.com/wevm/wagmi/issues/1499
  ['ethers 5', new Error('user rejected signing (action="signMessage", code=ACTION_REJECTED)')],
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
] as const)('behavior: %s is treated as a failure of the wallet', ([, cause]) => {
  expect(toWalletError(cause)).toMatchObject({ code: 'wallet_failed', recovery: 'retry' })
})

test('security: an error that contains itself does not cause an endless loop', () => {
  const cause: Record<string, unknown> = { message: 'again' }
  for (const name of ['cause', 'error', 'data', 'info']) cause[name] = cause
  expect(toWalletError(cause).code).toBe('wallet_failed')
})

test.for([
  [{ code: -32002 }, 'wallet_request_pending'],
  // Rabby, and wallets that are based on it: https://github.com/RabbyHub/Rabby/issues/2146
  [
    { code: 4001, message: 'please request after current approval resolve' },
    'wallet_request_pending',
  ],
  // https://github.com/MetaMask/metamask-extension/issues/15686
  [{ code: 4001, message: 'wallet must has at least one account' }, 'wallet_locked'],
  [
    new UserRejectedRequestError(new Error('wallet must has at least one account')),
    'wallet_locked',
  ],
  // https://github.com/MyEtherWallet/MyEtherWallet/pull/5748
  [{ code: -32603, message: 'Extension context invalidated.' }, 'wallet_outdated'],
  // https://github.com/wormhole-foundation/wormhole-connect/issues/1883
  [new Error('Disconnected from OKX Wallet background. Page reload required.'), 'wallet_outdated'],
  // https://github.com/polkadot-js/extension/issues/1432
  [new Error('Attempting to use a disconnected port object'), 'wallet_outdated'],
  [{ code: 4900, message: 'The provider is disconnected from all chains.' }, 'wallet_unreachable'],
  // https://github.com/WalletConnect/walletconnect-monorepo/issues/2379
  [new Error("No matching key. session topic doesn't exist: 0d…"), 'wallet_locked'],
  [new Error('Missing or invalid. Record was recently deleted - session: 0d…'), 'wallet_locked'],
  [new Error('Ledger device: Locked device (0x5515)'), 'wallet_locked'],
  // https://github.com/MetaMask/metamask-extension/issues/17606
  [new Error('Ledger device: UNKNOWN_ERROR (0x6b0c)'), 'wallet_locked'],
  // https://github.com/MetaMask/metamask-extension/issues/14504
  [{ code: -32603, message: 'Error: Ledger device: UNKNOWN_ERROR (0x650f)' }, 'wallet_locked'],
  // https://github.com/MetaMask/metamask-extension/issues/32318
  [new Error('Ledger Ethereum app closed. Open it to unlock.'), 'wallet_locked'],
  // https://github.com/MetaMask/metamask-extension/issues/10707
  [new Error('LEDGER_WRONG_APP'), 'wallet_locked'],
  [new Error('Ledger: The device was disconnected.'), 'wallet_failed'],
  [{ message: 'Already processing eth_requestAccounts. Please wait.' }, 'wallet_request_pending'],
  [{ code: 4100 }, 'wallet_locked'],
  [{ code: 6000, message: 'User disconnected.' }, 'wallet_locked'],
  [new Error('Proposal expired'), 'wallet_unreachable'],
  // https://github.com/WalletConnect/walletconnect-monorepo/issues/4181
  [{ code: 8000, message: 'Request expired. Please try again.' }, 'wallet_unreachable'],
  // https://github.com/coinbase/coinbase-wallet-sdk/issues/1440
  [new Error('Pop up window failed to open'), 'popup_blocked'],
  [{ code: -32603, message: 'Popup window was blocked' }, 'popup_blocked'],
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
] as const)('default: %o becomes %s', ([cause, code]) => {
  expect(toWalletError(cause).code).toBe(code)
})
