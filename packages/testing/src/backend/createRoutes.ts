import {
  contract,
  type Endpoint,
  findIssue,
  inspectSiweMessage,
  type OtpVerifyRequest,
  type ProblemCode,
  type ProblemDetails,
  type Session,
  type SiweVerifyRequest,
} from '@kit/core'
import { isAddress, isHex } from 'viem'
import { createSession } from './createSession.ts'
import type { FakeBackend } from './FakeBackend.ts'
import { verifyInMemory } from './verifyInMemory.ts'

/**
 * What each call of the contract does. Requests and answers are held against the contract's own schemas:
 * one that does not fit is refused, or is this backend's fault and thrown.
 */
export function createRoutes(
  state: FakeBackend['state'],
  options: FakeBackend.Options,
): (method: string, path: string, body: unknown) => Promise<Response> {
  const { methods = ['siwe', 'email-otp'], code = '123456', now = Date.now } = options
  const { resendMs = 60_000, lifetimeMs = 300_000, statement = 'Sign in to Aurora.' } = options
  const codes = typeof code === 'string' ? [code] : code
  const nonces = new Map<string, 'issued' | 'used'>()
  let attemptsLeft = 5
  let mails = 0
  const rightCode = () => codes[Math.min(Math.max(mails, 1), codes.length) - 1] ?? ''
  const domain = () => options.domain ?? location.host

  function signIn(how: Pick<Session, 'method' | 'address' | 'chainId'>) {
    state.session = createSession({ ...how, authenticatedAt: toText(now()) })
    return { session: state.session }
  }

  async function verifySiwe({ message, signature, address }: SiweVerifyRequest) {
    if (!isAddress(address) || !isHex(signature)) return refuse('invalid_request', 400)
    const nonce = /^Nonce: (.+)$/m.exec(message)?.[1] ?? ''
    if (nonces.get(nonce) !== 'issued') return refuse('nonce_invalid', 401)
    nonces.set(nonce, 'used')
    const verdict = inspectSiweMessage(message, {
      scheme: null,
      domain: domain(),
      address,
      statement,
      uri: location.origin,
      chainIds: [1, 100],
      nonce,
      requestId: null,
      resources: null,
      now: now(),
      maxAgeMs: lifetimeMs,
      clockToleranceMs: 1000,
      maxLifetimeMs: lifetimeMs,
      requireExpiration: true,
    })
    if (!verdict.ok) return refuse(verdict.code, 400)
    if (!(await verifyInMemory({ address, message, signature })))
      return refuse('signature_rejected', 401)
    return signIn({ method: 'siwe', address, chainId: verdict.message.chainId })
  }

  function verifyOtp(typed: string) {
    if (typed === rightCode()) return signIn({ method: 'email-otp' })
    attemptsLeft -= 1
    if (attemptsLeft === 0) return refuse('otp_attempts_exhausted', 401)
    return refuse('otp_invalid', 401, { attemptsLeft })
  }

  const routes: [Endpoint, (body: unknown) => unknown][] = [
    [contract.session.get, () => ({ session: state.session, methods })],
    [
      contract.session.delete,
      () => {
        state.session = null
      },
    ],
    [
      contract.siwe.challenge,
      () => {
        const nonce = crypto.randomUUID().replaceAll('-', '')
        nonces.set(nonce, 'issued')
        // One look at the clock: it may tick between two, and the message would live too long.
        const start = now()
        const times = { issuedAt: toText(start), expirationTime: toText(start + lifetimeMs) }
        const place = { domain: domain(), uri: location.origin }
        const fields = { ...place, statement, version: '1', nonce, ...times }
        return { format: 'eip4361', fields, expiresAt: times.expirationTime }
      },
    ],
    [contract.siwe.verify, (body) => verifySiwe(body as SiweVerifyRequest)],
    [
      contract.otp.start,
      () => {
        attemptsLeft = 5
        mails += 1
        const shape = { codeLength: rightCode().length, codeAlphabet: 'numeric' }
        const start = now()
        const times = { resendAt: toText(start + resendMs), expiresAt: toText(start + lifetimeMs) }
        return { ...shape, ...times, attemptsLeft }
      },
    ],
    [contract.otp.verify, (body) => verifyOtp((body as OtpVerifyRequest).code)],
    [contract.redirect.start, () => ({ url: `${location.origin}/upstream-page` })],
  ]

  return async (method, path, body) => {
    const route = routes.find(([known]) => known.method === method && known.path === path)
    if (route === undefined) return passOn(state, path, body)
    const [{ request, answer, status }, run] = route
    if (request !== undefined && findIssue(request, body) !== undefined)
      return refuse('invalid_request', 400)
    const value = await run(body)
    if (value instanceof Response) return value
    if (answer === undefined) return new Response(null, { status })
    const issue = findIssue(answer, value)
    if (issue !== undefined)
      throw new TypeError(`The answer to ${path} breaks the contract: ${issue}`)
    return Response.json(value, { status })
  }
}

function toText(ms: number): string {
  return new Date(ms).toISOString()
}

/** What would go to the upstream comes back as it is, to who is signed in. */
function passOn({ session }: FakeBackend['state'], path: string, body: unknown): Response {
  if (!path.startsWith('/upstream/')) return refuse('not_found', 404)
  if (session === null) return refuse('session_missing', 401)
  return Response.json({ path, body: body ?? null })
}

/** A problem document. */
export function refuse(
  code: ProblemCode,
  status: number,
  members: Partial<ProblemDetails> = {},
): Response {
  return Response.json(
    { type: `/errors/${code}`, title: code, status, code, ...members },
    { status, headers: { 'content-type': 'application/problem+json' } },
  )
}
