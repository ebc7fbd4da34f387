import { normalizeAddress } from '../../../packages/core/dist/eip55/index.js'
import { createSiweMessage } from '../../../packages/core/dist/index.js'
import { host, origin } from './constants.ts'
import type { Answer, Call } from './load.ts'

type Ask = (call: Call) => Promise<Answer>

/** The calls that a browser sends to one of the two backends. */
export interface Calls {
  challenge(ask: Ask, turn: number): Promise<Answer>
  /**
   * The call that verifies a challenge, with another account each time. Neither backend checks the signature.
   */
  toVerify(challenge: Answer, turn: number): Call
  startCode(ask: Ask, turn: number): Promise<Answer>
  toVerifyCode(started: Answer, turn: number): Call
  toRead(signedIn: Answer): Call
}

export const kit: Calls = {
  challenge: (ask, turn) => ask(post('/api/auth/siwe/challenge', {}, turn)),
  toVerify({ body, cookie }, turn) {
    const address = createAddress()
    const message = createSiweMessage(JSON.parse(body), { address, chainId: 1 })
    return post('/api/auth/siwe/verify', { message, signature, address }, turn, cookie)
  },
  startCode: (ask, turn) =>
    ask(post('/api/auth/otp/start', { identifier: createEmail(turn) }, turn)),
  toVerifyCode: ({ cookie }, turn) =>
    post('/api/auth/otp/verify', { code: '123456' }, turn, cookie),
  toRead: ({ cookie }) => ({ method: 'GET', path: '/api/auth/session', headers: { cookie } }),
}

export const betterAuth: Calls = {
  challenge: (ask, turn) => ask(post('/api/auth/siwe/nonce', {}, turn)),
  toVerify({ body }, turn) {
    const { nonce } = JSON.parse(body)
    const now = Date.now()
    const message = createSiweMessage({
      domain: host,
      address: createAddress(),
      statement: `Sign in to ${host}.`,
      uri: origin,
      version: '1',
      chainId: 1,
      nonce,
      issuedAt: new Date(now).toISOString(),
      expirationTime: new Date(now + 600_000).toISOString(),
    })
    return post('/api/auth/siwe/verify', { message, signature }, turn)
  },
  startCode: (ask, turn) =>
    ask(
      post(
        '/api/auth/email-otp/send-verification-otp',
        { email: createEmail(turn), type: 'sign-in' },
        turn,
      ),
    ),
  toVerifyCode: (_, turn) =>
    post('/api/auth/sign-in/email-otp', { email: createEmail(turn), otp: '123456' }, turn),
  toRead: ({ cookie }) => ({ method: 'GET', path: '/api/auth/get-session', headers: { cookie } }),
}

/** Sends each call from another client and for another email address. There are a few hundred of each. */
function post(path: string, body: object, turn: number, cookie = ''): Call {
  const headers = {
    'content-type': 'application/json',
    'sec-fetch-site': 'same-origin',
    'x-forwarded-for': `10.${(turn >> 16) & 255}.${(turn >> 8) & 255}.${turn & 255}`,
    origin,
    ...(cookie === '' ? {} : { cookie }),
  }
  return { method: 'POST', path, headers, body: JSON.stringify(body) }
}

function createEmail(turn: number): string {
  return `user-${turn % 500}@example.com`
}

/**
 * Creates a new address for each sign-in, because a server does additional work for a new account.
 */
function createAddress(): string {
  accounts += 1
  return normalizeAddress(`0x${accounts.toString(16).padStart(40, '5')}`)
}

let accounts = 0
const signature = `0x${'5a'.repeat(64)}1b`
