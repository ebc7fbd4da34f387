import { inspectSiweMessage } from '../index.ts'

const expectation = {
  scheme: null,
  domain: 'example.com',
  address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  statement: null,
  uri: 'https://example.com',
  chainIds: [1],
  nonce: 'a1b2c3d4e5f60718',
  requestId: null,
  resources: null,
  now: 0,
  maxAgeMs: 0,
  clockToleranceMs: 0,
  maxLifetimeMs: 0,
  requireExpiration: true,
} satisfies inspectSiweMessage.Expectation

const { nonce, ...withoutNonce } = expectation
const verdict = inspectSiweMessage('', { ...withoutNonce, nonce })

// @ts-expect-error an expected value is missing
inspectSiweMessage('', withoutNonce)
// @ts-expect-error an expected value is undefined
inspectSiweMessage('', { ...expectation, domain: undefined })
// @ts-expect-error null for a required field
inspectSiweMessage('', { ...expectation, uri: null })
// @ts-expect-error the expectation is missing
inspectSiweMessage('')

if (verdict.ok) {
  verdict.message.nonce satisfies string
  verdict.code satisfies undefined
} else {
  verdict.reason satisfies string
  // @ts-expect-error an unreadable text has no fields
  verdict.fields.domain
}
