import type { StandardSchemaV1 } from '../../schema/StandardSchema.ts'
import type { named } from './named.ts'

/**
 * One example for each schema that is a whole body. All of them are about one user: Ada signs in to
 * app.example.com with a wallet, links an email address, and looks at her sessions. The signature is real, made
 * with a published test key.
 */
type Examples = {
  [name in keyof typeof named]?: StandardSchemaV1.InferOutput<(typeof named)[name]>
}

const address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const issuedAt = '2030-01-01T12:00:00.000Z'
const expirationTime = '2030-01-01T12:05:00.000Z'
const signedInAt = '2030-01-01T12:00:30.000Z'
const sessionEnd = '2030-01-02T00:00:30.000Z'

const session = {
  method: 'siwe',
  upstream: 'self-hosted',
  subject: 'sub_Yk3vQe0sR1mXz7Tg9aLc2w',
  status: 'active',
  address,
  chainId: 1,
  authenticatedAt: signedInAt,
  expiresAt: sessionEnd,
} as const

const identities = [
  { id: `eip155:_:${address}`, kind: 'wallet', address, linkedAt: signedInAt },
  {
    id: 'ada@example.com',
    kind: 'email',
    email: 'ada@example.com',
    linkedAt: '2030-01-01T12:02:00.000Z',
  },
] as const

const sessions = [
  {
    id: 'Zp4sB1uKfQ8',
    method: 'siwe',
    client: 'Firefox · Windows',
    address,
    createdAt: signedInAt,
    lastSeenAt: '2030-01-01T12:03:00.000Z',
    expiresAt: sessionEnd,
  },
] as const

export const examples = {
  AccountAnswer: {
    subject: session.subject,
    createdAt: signedInAt,
    identities: [...identities],
    sessions: [...sessions],
  },
  Challenge: {
    format: 'eip4361',
    fields: {
      domain: 'app.example.com',
      statement: 'Sign in to Example.',
      uri: 'https://app.example.com',
      version: '1',
      nonce: 'q7Rk2mVx9TzB4nJ8wLc5HdPs',
      issuedAt,
      expirationTime,
    },
    chainIds: [1, 100],
    expiresAt: expirationTime,
  },
  IdentitiesAnswer: { identities: [...identities] },
  OtpDelivery: {
    codeLength: 6,
    codeAlphabet: 'numeric',
    resendAt: '2030-01-01T12:01:00.000Z',
    expiresAt: '2030-01-01T12:10:00.000Z',
    attemptsLeft: 5,
  },
  OtpStartRequest: { identifier: 'ada@example.com' },
  OtpVerifyRequest: { code: '402917' },
  RedirectStartAnswer: {
    url: 'https://upstream.example/authorize?client_id=example&state=5nV8xQ2LrTz0bWk3JmYc7A',
  },
  RedirectStartRequest: { returnTo: '/account' },
  RemoveIdentityRequest: { id: 'ada@example.com' },
  SessionAnswer: { session, methods: ['siwe', 'email-otp'] },
  SessionExtendRequest: {},
  SessionListAnswer: {
    currentId: 'Zp4sB1uKfQ8',
    sessions: [...sessions],
  },
  SignedInAnswer: { session },
  SiweChallengeRequest: { address, chainId: 1 },
  SiweVerifyRequest: {
    message: [
      'app.example.com wants you to sign in with your Ethereum account:',
      address,
      '',
      'Sign in to Example.',
      '',
      'URI: https://app.example.com',
      'Version: 1',
      'Chain ID: 1',
      'Nonce: q7Rk2mVx9TzB4nJ8wLc5HdPs',
      `Issued At: ${issuedAt}`,
      `Expiration Time: ${expirationTime}`,
    ].join('\n'),
    signature:
      '0xa463fb96ce7edb74f418217b0e3f5997e4bfbecb3a59c01edbfca5b05b6c09d32e399a1ad3846babf3bc7df530953301d33b852e9d74f907008cac462833795a1c',
    address,
  },
} as const satisfies Examples

/** The document's `components.examples`. */
export const exampleComponents = Object.fromEntries(
  Object.entries(examples).map(([name, value]) => [name, { value }]),
)
