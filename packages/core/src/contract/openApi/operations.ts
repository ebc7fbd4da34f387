import type { ProblemCode } from '../../errors/recoveries.ts'
import type { contract } from '../contract.ts'
import type { Endpoint } from '../Endpoint.ts'

/** What an operation is, beyond its schemas. */
export type OperationWords = {
  operationId: string
  summary: string
  /** What a backend must do, in the order in which it does it. */
  description: string
  /** Beside the ones that every operation has. */
  codes: readonly ProblemCode[]
  cookies: 'reads session' | 'clears session' | 'sets login' | 'login to session'
}

type Values<record> = record[keyof record]
type Listed = Values<{ [room in keyof typeof contract]: Values<(typeof contract)[room]> }>
/** `GET /session` and the others, from the contract itself: one that has no words does not compile. */
type OperationKey = {
  [endpoint in Extract<Listed, Endpoint> as `${endpoint['method']} ${endpoint['path']}`]: true
}

const upstreamCodes = [
  'upstream_blocked',
  'upstream_invalid_answer',
  'upstream_key_rejected',
  'upstream_rate_limited',
  'upstream_timeout',
  'upstream_unavailable',
] as const satisfies ProblemCode[]

/** Of every operation. */
export const commonCodes = [
  'internal_error',
  'method_not_allowed',
  'origin_not_allowed',
  'store_unavailable',
  'url_too_long',
] as const satisfies ProblemCode[]

/** Of every operation that reads a body. */
export const bodyCodes = [
  'bad_json',
  'body_too_large',
  'invalid_request',
  'request_timeout',
  'unsupported_media_type',
] as const satisfies ProblemCode[]

export const operations: Record<keyof OperationKey, OperationWords> = {
  'GET /session': {
    operationId: 'getSession',
    summary: 'Who is signed in, and which methods are offered',
    description:
      'Asked once when the app starts. A cookie that is missing, cannot be opened, has ended or was revoked is no error: `session` is null.',
    codes: [],
    cookies: 'reads session',
  },
  'DELETE /session': {
    operationId: 'signOut',
    summary: 'Sign out',
    description:
      "1. Revoke the session, so that every copy of its cookie ends. 2. Call the upstream's own logout where one exists. 3. Clear the cookie. The answer is the same without a session.",
    codes: [],
    cookies: 'clears session',
  },
  'POST /siwe/challenge': {
    operationId: 'createSiweChallenge',
    summary: 'What the wallet must sign',
    description:
      'May be asked before a wallet is connected. The nonce has at least 128 random bits in letters and digits, is bound to the login cookie of this browser, ends after at most 10 minutes and can be presented once. All times are by the clock of the server.',
    codes: ['method_not_offered', 'rate_limited', 'upstream_domain_not_allowed', ...upstreamCodes],
    cookies: 'sets login',
  },
  'POST /siwe/verify': {
    operationId: 'verifySiwe',
    summary: 'Sign in with what the wallet signed',
    description:
      '1. Read the message by the grammar of EIP-4361 and refuse what is not it. 2. Spend the nonce: it is used from here on, whatever follows. 3. Compare each field with what was issued, exactly; an expected value that is missing refuses. 4. Have the signature checked over the exact text that was sent. 5. Open the session. The message is never rebuilt. One code stands for every fault of the nonce.',
    codes: [
      'account_not_found',
      'challenge_expired',
      'message_refused',
      'method_not_offered',
      'nonce_invalid',
      'rate_limited',
      'registration_conflict',
      'registration_required',
      'session_too_large',
      'signature_malformed',
      'signature_rejected',
      'siwe_address_mismatch',
      'siwe_chain_not_allowed',
      'siwe_domain_mismatch',
      'siwe_expired',
      'siwe_issued_at',
      'siwe_malformed',
      'siwe_not_yet_valid',
      'siwe_resources_not_allowed',
      'siwe_statement_mismatch',
      'siwe_uri_mismatch',
      'upstream_domain_not_allowed',
      ...upstreamCodes,
    ],
    cookies: 'login to session',
  },
  'POST /otp/start': {
    operationId: 'startOtp',
    summary: 'Have a code sent',
    description:
      "The identifier is resolved to the upstream's user on the server; a browser never names one. Someone unknown gets the same answer after the same time and the same work. A new code ends the one before. Limited per identifier, per client and in all.",
    codes: ['method_not_offered', 'otp_locked', 'rate_limited', ...upstreamCodes],
    cookies: 'sets login',
  },
  'POST /otp/verify': {
    operationId: 'verifyOtp',
    summary: 'Sign in with the code',
    description:
      '1. Only the browser that asked for the code may try it. 2. The try is counted before anyone knows whether it is right. 3. The upstream decides. 4. Open the session. One code stands for wrong, too old, and never sent.',
    codes: [
      'method_not_offered',
      'otp_attempts_exhausted',
      'otp_invalid',
      'otp_locked',
      'rate_limited',
      'registration_required',
      'session_too_large',
      ...upstreamCodes,
    ],
    cookies: 'login to session',
  },
  'POST /redirect/start': {
    operationId: 'startRedirect',
    summary: "Where the upstream's own page is",
    description:
      'A random `state` is bound to the login cookie for 10 minutes. `returnTo` is a path of the own origin or absent; anything else is refused.',
    codes: ['method_not_offered', 'rate_limited', ...upstreamCodes],
    cookies: 'sets login',
  },
}

/** Why the proxy refuses. */
export const proxyCodes = [
  ...commonCodes,
  ...bodyCodes,
  ...upstreamCodes,
  'invalid_path',
  'not_found',
  'session_expired',
  'session_missing',
  'step_up_required',
] as const satisfies ProblemCode[]
