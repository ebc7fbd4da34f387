import type { ProblemCode } from './recoveries.ts'

/** What a code means: its HTTP status (0 when it never left the browser), and what to say. */
export interface Problem {
  readonly status: number
  readonly title: string
  /** What happened. */
  readonly detail: string
  /** What to do. */
  readonly hint: string
}

/**
 * The closed table of problems. Servers and documentation load it; the browser has its own words.
 *
 * @example
 * problems.nonce_invalid.status // 401
 */
export const problems = {
  aborted: {
    status: 0,
    title: 'Cancelled',
    detail: 'The call was cancelled before it was answered.',
    hint: 'Try again.',
  },
  account_not_found: {
    status: 404,
    title: 'No such account',
    detail: 'The upstream knows no account for this wallet.',
    hint: 'Register first, or use another wallet.',
  },
  bad_json: {
    status: 400,
    title: 'Body is not JSON',
    detail: 'The body is not valid JSON in UTF-8.',
    hint: 'Send one JSON object.',
  },
  body_too_large: {
    status: 413,
    title: 'Body too large',
    detail: 'The body is larger than this route reads.',
    hint: 'Send a smaller body.',
  },
  challenge_expired: {
    status: 401,
    title: 'Challenge expired',
    detail: 'The challenge was issued too long ago.',
    hint: 'Ask for a new challenge.',
  },
  internal_error: {
    status: 500,
    title: 'Something broke',
    detail: 'The route failed in a way that it does not know.',
    hint: 'Try again; the request id finds it in the log.',
  },
  invalid_answer: {
    status: 0,
    title: 'Answer not understood',
    detail: "The backend's answer is not the one that was agreed.",
    hint: 'Check that the route is mounted where the client looks for it.',
  },
  invalid_field: {
    status: 400,
    title: 'Field breaks its rule',
    detail: 'A field cannot stand in the message.',
    hint: 'Correct the field that is named.',
  },
  invalid_path: {
    status: 400,
    title: 'Path refused',
    detail: "The path holds something that could leave the upstream's own paths.",
    hint: 'Use a plain path below /upstream.',
  },
  invalid_request: {
    status: 400,
    title: 'Request refused',
    detail: 'A member of the body is missing, unknown or of the wrong form.',
    hint: 'Send exactly the members of the contract.',
  },
  message_refused: {
    status: 401,
    title: 'Message refused',
    detail: 'The upstream did not accept the message.',
    hint: 'Sign a new one.',
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    detail: 'This path does not answer to this method.',
    hint: 'Use a method of the Allow header.',
  },
  method_not_offered: {
    status: 404,
    title: 'Method not offered',
    detail: 'The upstream does not offer this way to sign in.',
    hint: 'Offer only the methods that GET /session lists.',
  },
  network_error: {
    status: 0,
    title: 'No connection',
    detail: 'The backend could not be reached.',
    hint: 'Check the connection, then try again.',
  },
  nonce_invalid: {
    status: 401,
    title: 'Challenge not valid',
    detail: 'The nonce was not issued to this browser, was used, or its time is over.',
    hint: 'Ask for a new challenge and sign that.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    detail: 'There is nothing at this path.',
    hint: 'Check the path.',
  },
  origin_not_allowed: {
    status: 403,
    title: 'Origin not allowed',
    detail: "The request does not come from the app's own pages.",
    hint: "Call this route from the app's own origin; check the configured origin.",
  },
  otp_attempts_exhausted: {
    status: 429,
    title: 'Too many wrong codes',
    detail: 'This code was tried as often as a code may be.',
    hint: 'Ask for a new code.',
  },
  otp_invalid: {
    status: 401,
    title: 'Code not right',
    detail: 'The code is not the newest one that was sent, or its time is over.',
    hint: 'Type the newest code, or ask for another.',
  },
  otp_locked: {
    status: 429,
    title: 'Locked',
    detail: 'Too many wrong codes were tried for this address.',
    hint: 'Wait as long as Retry-After says, or write to the support contact.',
  },
  popup_blocked: {
    status: 0,
    title: 'Window blocked',
    detail: 'The browser did not let the sign-in window open.',
    hint: 'Allow windows for this page, then try again.',
  },
  popup_closed: {
    status: 0,
    title: 'Window closed',
    detail: 'The sign-in window was closed before it was done.',
    hint: 'Try again.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    detail: 'More requests came than are allowed.',
    hint: 'Wait as long as Retry-After says.',
  },
  redirect_denied: {
    status: 401,
    title: 'Declined',
    detail: "The sign-in was declined on the upstream's page.",
    hint: 'Try again and accept.',
  },
  redirect_state_invalid: {
    status: 401,
    title: 'Return not recognised',
    detail: 'This return does not belong to a sign-in that this browser started.',
    hint: 'Start again.',
  },
  registration_conflict: {
    status: 409,
    title: 'Already registered',
    detail: 'The e-mail address or the wallet is registered already.',
    hint: 'Sign in with what was registered, or write to support.',
  },
  registration_required: {
    status: 403,
    title: 'Registration required',
    detail: 'The sign-in worked, but the account is not complete.',
    hint: 'Finish the registration.',
  },
  request_timeout: {
    status: 408,
    title: 'Request too slow',
    detail: 'The body did not arrive in time.',
    hint: 'Try again.',
  },
  session_expired: {
    status: 401,
    title: 'Session ended',
    detail: 'The session is over, or it was ended.',
    hint: 'Sign in again.',
  },
  session_missing: {
    status: 401,
    title: 'Not signed in',
    detail: 'This needs a session, and there is none.',
    hint: 'Sign in.',
  },
  session_too_large: {
    status: 502,
    title: 'Session too large',
    detail: "The upstream's credential does not fit into a cookie.",
    hint: 'Tell whoever runs this app.',
  },
  signature_malformed: {
    status: 400,
    title: 'Signature malformed',
    detail:
      'The signature is not hexadecimal with 0x in front, or of a form that the upstream does not read.',
    hint: 'Send what the wallet returned.',
  },
  signature_rejected: {
    status: 401,
    title: 'Signature rejected',
    detail: 'The signature does not belong to this message and account.',
    hint: 'Sign again with the account that is shown.',
  },
  siwe_address_mismatch: {
    status: 401,
    title: 'Other account',
    detail: 'The message names another account than the one that signs.',
    hint: 'Switch to the account that is named, or start again.',
  },
  siwe_chain_not_allowed: {
    status: 401,
    title: 'Chain not allowed',
    detail: 'The chain of the message is not one that this app accepts.',
    hint: 'Switch to a chain that is offered.',
  },
  siwe_domain_mismatch: {
    status: 401,
    title: 'Other site',
    detail: 'The message was written for another site.',
    hint: 'Start again on this site, and sign nothing that names another one.',
  },
  siwe_expired: {
    status: 401,
    title: 'Message expired',
    detail: "The message's own expiry has passed, or lies too far ahead.",
    hint: 'Ask for a new challenge and sign that.',
  },
  siwe_issued_at: {
    status: 401,
    title: 'Issued at the wrong time',
    detail: 'The message was issued too long ago, or in the future.',
    hint: 'Ask for a new challenge and sign that.',
  },
  siwe_malformed: {
    status: 400,
    title: 'Message malformed',
    detail: 'The text does not follow EIP-4361.',
    hint: 'Sign the text that was built from the challenge.',
  },
  siwe_not_yet_valid: {
    status: 401,
    title: 'Not valid yet',
    detail: "The message's Not Before lies in the future.",
    hint: 'Ask for a new challenge and sign that.',
  },
  siwe_resources_not_allowed: {
    status: 401,
    title: 'Resources not allowed',
    detail: 'The message lists resources that were not issued.',
    hint: 'Sign the text that was built from the challenge.',
  },
  siwe_statement_mismatch: {
    status: 401,
    title: 'Other statement',
    detail: "The message's statement is not the one that was issued.",
    hint: 'Sign the text that was built from the challenge.',
  },
  siwe_uri_mismatch: {
    status: 401,
    title: 'Other URI',
    detail: "The message's URI is not the one that was issued.",
    hint: 'Sign the text that was built from the challenge.',
  },
  step_up_required: {
    status: 401,
    title: 'Confirm it is you',
    detail: 'The sign-in is too long ago for this.',
    hint: 'Sign in again.',
  },
  store_unavailable: {
    status: 503,
    title: 'Try again soon',
    detail: "The route's store cannot be reached, so nothing is let through.",
    hint: 'Wait as long as Retry-After says.',
  },
  timeout: {
    status: 0,
    title: 'No answer in time',
    detail: 'The backend took too long.',
    hint: 'Try again.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'Not JSON',
    detail: 'The body must be application/json in UTF-8, and not compressed.',
    hint: 'Set Content-Type to application/json.',
  },
  upstream_blocked: {
    status: 502,
    title: 'Blocked upstream',
    detail: 'Something in front of the upstream blocked the call.',
    hint: 'Tell whoever runs this app.',
  },
  upstream_domain_not_allowed: {
    status: 502,
    title: 'Domain not registered',
    detail: "The upstream does not know this app's domain.",
    hint: 'Register the domain with the upstream.',
  },
  upstream_invalid_answer: {
    status: 502,
    title: 'Upstream answered oddly',
    detail: "The upstream's answer is not the one that it documents.",
    hint: 'Try again later.',
  },
  upstream_key_rejected: {
    status: 502,
    title: 'Key rejected',
    detail: "The upstream refused this app's own key.",
    hint: 'Tell whoever runs this app.',
  },
  upstream_rate_limited: {
    status: 429,
    title: 'Too many requests',
    detail: 'The upstream asks for a pause.',
    hint: 'Wait as long as Retry-After says.',
  },
  upstream_timeout: {
    status: 504,
    title: 'Upstream too slow',
    detail: 'The upstream did not answer in time.',
    hint: 'Try again.',
  },
  upstream_unavailable: {
    status: 502,
    title: 'Upstream down',
    detail: 'The upstream does not answer as it should.',
    hint: 'Try again later.',
  },
  url_too_long: {
    status: 414,
    title: 'URL too long',
    detail: 'The URL is longer than this route reads.',
    hint: 'Send a shorter one.',
  },
  wallet_account_changed: {
    status: 0,
    title: 'Account switched',
    detail: "The wallet's account changed while it was signing.",
    hint: 'Start again with the account that you want.',
  },
  wallet_failed: {
    status: 0,
    title: 'Wallet failed',
    detail: 'The wallet reported an error.',
    hint: 'Try again, or use another wallet.',
  },
  wallet_locked: {
    status: 0,
    title: 'Wallet locked',
    detail: 'The wallet is locked, or did not allow this page.',
    hint: 'Unlock the wallet, then try again.',
  },
  wallet_not_found: {
    status: 0,
    title: 'No such wallet',
    detail: 'The wallet is not there any more.',
    hint: 'Choose another wallet.',
  },
  wallet_rejected: {
    status: 0,
    title: 'Declined in the wallet',
    detail: 'The request was declined in the wallet.',
    hint: 'Try again and accept.',
  },
  wallet_request_pending: {
    status: 0,
    title: 'Wallet is waiting',
    detail: 'The wallet already shows a request.',
    hint: 'Open the wallet and answer there.',
  },
} as const satisfies Record<ProblemCode, Problem>
