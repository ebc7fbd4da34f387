import type { ProblemCode } from '../../errors/problems.ts'
import type { Endpoint } from '../../schema/Endpoint.ts'
import type { contract } from '../contract.ts'

/** The part of an operation's description that its schemas do not contain. */
export type OperationWords = {
  operationId: string
  summary: string
  /** What a backend must do, in order. */
  description: string
  /** The codes in addition to those that every operation has. */
  codes: readonly ProblemCode[]
  cookies: 'reads session' | 'needs session' | 'clears session' | 'sets login' | 'login to session'
}

type Values<record> = record[keyof record]
type Listed = Values<{ [room in keyof typeof contract]: Values<(typeof contract)[room]> }>
/**
 * The keys, such as `GET /session`, are derived from the contract: an operation without a description does not
 * compile.
 */
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

/** Codes for a message whose signature is wrong, or that differs from the issued challenge. */
const messageCodes = [
  'message_refused',
  'nonce_invalid',
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
] as const satisfies ProblemCode[]

/** Codes that every operation can answer with. */
export const commonCodes = [
  'internal_error',
  'method_not_allowed',
  'origin_not_allowed',
  'store_unavailable',
  'url_too_long',
] as const satisfies ProblemCode[]

/** Codes that every operation with a body can answer with. */
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
    summary: 'Get the current session and the offered methods',
    description:
      'The app calls this once when it starts. A missing, unknown or ended cookie is not an error: `session` is null. The call changes nothing, and neither sets nor clears a cookie. `methods` may contain names that a client does not know; it ignores them.',
    codes: [],
    cookies: 'reads session',
  },
  'DELETE /session': {
    operationId: 'signOut',
    summary: 'Sign out',
    description:
      "1. Delete the session, so that every copy of its cookie ends; if the store cannot be reached, answer `store_unavailable` and keep the cookie, so that the user can try again. 2. Clear the cookie. 3. Call the upstream's own logout if there is one. The answer is the same without a session.",
    codes: [],
    cookies: 'clears session',
  },
  'POST /session/extend': {
    operationId: 'extendSession',
    summary: 'Extend the session',
    description:
      'Restarts the idle time, for backends whose sessions end when they are not used. The answer contains the session with its new end. The absolute end does not change.',
    codes: ['session_expired', 'session_missing'],
    cookies: 'needs session',
  },
  'GET /sessions': {
    operationId: 'listSessions',
    summary: "List the user's sessions",
    description:
      'All sessions of the signed-in user, the most recently used first. `currentId` is the session that sent the request. An `id` identifies a session in this list and cannot be used to sign in.',
    codes: ['session_expired', 'session_missing'],
    cookies: 'needs session',
  },
  'DELETE /sessions/{id}': {
    operationId: 'endSession',
    summary: "End one of the user's sessions",
    description:
      'Every copy of its cookie stops working at once. An id that is not one of this user’s sessions, or whose session has ended, changes nothing and gets the same answer.',
    codes: ['session_expired', 'session_missing'],
    cookies: 'needs session',
  },
  'DELETE /sessions': {
    operationId: 'endOtherSessions',
    summary: 'End all other sessions',
    description: 'Ends every session of the signed-in user except the one that sent the request.',
    codes: ['session_expired', 'session_missing'],
    cookies: 'needs session',
  },
  'POST /siwe/challenge': {
    operationId: 'createSiweChallenge',
    summary: 'Get what the wallet must sign',
    description:
      'The page may ask before a wallet is connected. A backend whose upstream needs the account first answers a request without `address` with `invalid_request`, or with 204 if the request has the header `kit-prefetch: 1`. The page then sends the request again with `address`. The nonce has at least 128 random bits in letters and digits, is bound to the login cookie of this browser, ends after at most 10 minutes and can be presented once. A browser may hold several challenges at once, one for each tab; the latest always works. A `text` challenge is signed as it is, and its service may hand the same text out again until it is used. All times refer to the clock of the server. With the header `kit-expect-cookie: login`, a request without the login cookie is answered with `cookies_blocked`. A page in a frame of another site sends this header with its second request, so that it never asks a wallet to sign for a sign-in that cannot succeed.',
    codes: [
      'cookies_blocked',
      'method_not_offered',
      'rate_limited',
      'upstream_domain_not_allowed',
      ...upstreamCodes,
    ],
    cookies: 'sets login',
  },
  'POST /siwe/verify': {
    operationId: 'verifySiwe',
    summary: 'Sign in with a signed message',
    description:
      '1. Parse the message by the grammar of EIP-4361, and refuse any other text. 2. Use up the nonce: from here on it is spent, even if a later step fails. 3. Compare each field exactly with its issued value; a missing value is refused. 4. Have the signature checked over the exact text that was sent. 5. Open the session. The message is never rebuilt. `nonce_invalid` stands for every invalid nonce: never issued, issued to another browser, too old, used. `challenge_expired` is only for a text whose own service says that it has ended. The first field that differs decides the code, in the order of the fields in the message. A body larger than 16 KiB is refused before its signature is read, so a signature has at most 8 KiB. A refusal leaves an existing session as it is. The header `kit-connector` may name the wallet, such as `io.metamask`, for the user’s list of sessions; nothing else depends on it.',
    codes: [
      'account_not_found',
      'challenge_expired',
      'method_not_offered',
      'rate_limited',
      'registration_conflict',
      'registration_required',
      'upstream_domain_not_allowed',
      ...messageCodes,
      ...upstreamCodes,
    ],
    cookies: 'login to session',
  },
  'POST /otp/start': {
    operationId: 'startOtp',
    summary: 'Send a code',
    description:
      "The identifier is resolved to the upstream's user on the server; a browser never sends a user id. An unknown identifier gets the same answer after the same time and the same work. A new code invalidates the previous one, even if another browser requested it. A start before `resendAt` is refused with `rate_limited` and `Retry-After`; the code that was sent stays valid. Failures that concern one address are answered like a success. Requests are limited per identifier, per client and in total.",
    codes: ['method_not_offered', 'otp_locked', 'rate_limited', ...upstreamCodes],
    cookies: 'sets login',
  },
  'POST /otp/verify': {
    operationId: 'verifyOtp',
    summary: 'Sign in with a code',
    description:
      '1. Only the browser that requested the code may try it. 2. The attempt is counted before the code is checked. 3. The upstream decides. 4. Open the session. `otp_invalid` stands for wrong, too old, and never sent. A wrong code on the last attempt still answers `otp_invalid`, with `attemptsLeft` 0; every attempt after that answers `otp_attempts_exhausted`, which has no `Retry-After`, because only a new code helps. Text that cannot be a code is `invalid_request` and costs no attempt.',
    codes: [
      'method_not_offered',
      'cookies_blocked',
      'otp_attempts_exhausted',
      'otp_invalid',
      'otp_locked',
      'otp_second_code_required',
      'rate_limited',
      'registration_required',
      ...upstreamCodes,
    ],
    cookies: 'login to session',
  },
  'POST /redirect/start': {
    operationId: 'startRedirect',
    summary: "Get the address of the upstream's page",
    description:
      "A random `state` is bound to the login cookie for 10 minutes. `returnTo` is a path of the app's origin or absent; anything else is refused.",
    codes: ['method_not_offered', 'rate_limited', ...upstreamCodes],
    cookies: 'sets login',
  },
  'GET /identities': {
    operationId: 'listIdentities',
    summary: "List the user's email addresses and wallets",
    description: 'Only for a backend that keeps its own users; others answer `method_not_offered`.',
    codes: ['method_not_offered', 'session_expired', 'session_missing'],
    cookies: 'reads session',
  },
  'POST /identities/email/start': {
    operationId: 'startEmailLink',
    summary: 'Send a code to an email address to link',
    description:
      'The code works only for this user, in this browser, for this purpose. Whether the address belongs to another account is revealed only after the code was entered.',
    codes: [
      'method_not_offered',
      'otp_locked',
      'rate_limited',
      'session_expired',
      'session_missing',
      'step_up_required',
    ],
    cookies: 'sets login',
  },
  'POST /identities/email/verify': {
    operationId: 'verifyEmailLink',
    summary: 'Link an email address by its code',
    description:
      'Attempts are counted as in `POST /otp/verify`. An address that belongs to another account is refused with `identity_taken`, and nothing changes.',
    codes: [
      'identity_taken',
      'method_not_offered',
      'otp_attempts_exhausted',
      'otp_invalid',
      'otp_locked',
      'otp_second_code_required',
      'rate_limited',
      'session_expired',
      'session_missing',
      'step_up_required',
    ],
    cookies: 'sets login',
  },
  'POST /identities/wallet': {
    operationId: 'linkWallet',
    summary: 'Link a wallet',
    description:
      'The challenge comes from `POST /siwe/challenge` and is checked as in `POST /siwe/verify`. A wallet that belongs to another account is refused with `identity_taken`, and nothing changes.',
    codes: [
      'identity_taken',
      'method_not_offered',
      'rate_limited',
      'session_expired',
      'session_missing',
      'step_up_required',
      ...messageCodes,
      'upstream_unavailable',
    ],
    cookies: 'sets login',
  },
  'POST /identities/remove': {
    operationId: 'removeIdentity',
    summary: 'Unlink an email address or wallet',
    description:
      "The user's last identity cannot be unlinked (`identity_last`). Unlinking an identity that is not linked is not an error.",
    codes: [
      'identity_last',
      'method_not_offered',
      'session_expired',
      'session_missing',
      'step_up_required',
    ],
    cookies: 'reads session',
  },
  'GET /account': {
    operationId: 'exportAccount',
    summary: 'Get everything that is stored about the user',
    description: 'Needs a sign-in within the last five minutes.',
    codes: ['method_not_offered', 'session_expired', 'session_missing', 'step_up_required'],
    cookies: 'reads session',
  },
  'DELETE /account': {
    operationId: 'deleteAccount',
    summary: 'Delete the user and end all their sessions',
    description: 'Needs a sign-in within the last five minutes.',
    codes: ['method_not_offered', 'session_expired', 'session_missing', 'step_up_required'],
    cookies: 'clears session',
  },
}

/** The codes of the proxy's refusals. */
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
