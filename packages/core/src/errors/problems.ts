/** What to do about an error. */
export type Recovery =
  | 'retry'
  | 'new-challenge'
  | 'switch-account'
  | 'wait'
  | 'reauthenticate'
  | 'register'
  | 'contact-support'

/** What a code means, and what to do about it. */
export interface Problem {
  /** The HTTP status, or 0 if the error occurs only in the browser. */
  readonly status: number
  readonly recovery: Recovery
  readonly title: string
  /** What happened. */
  readonly detail: string
  /** What to do. */
  readonly hint: string
}

/**
 * The only table of error codes. To add a code, add an entry here and its text in `locales/languages/en.ts` of
 * `@kit/react`, then run `npm run generate`: the type {@link ProblemCode}, the recoveries that the browser
 * loads, the OpenAPI document and the error pages all come from this table.
 *
 * Servers and the documentation load the whole table. The browser loads only the recoveries, because the
 * texts are 2 kB of gzip and the components have translated ones.
 *
 * @example
 * problems.nonce_invalid.status // 401
 */
export const problems = {
  aborted: {
    status: 0,
    recovery: 'retry',
    title: 'Cancelled',
    detail: 'The call was cancelled before it was answered.',
    hint: 'Try again.',
  },
  account_not_found: {
    status: 404,
    recovery: 'register',
    title: 'No such account',
    detail: 'The upstream has no account for this wallet.',
    hint: 'Register first, or use another wallet.',
  },
  bad_json: {
    status: 400,
    recovery: 'retry',
    title: 'Body is not JSON',
    detail: 'The body is not valid JSON in UTF-8.',
    hint: 'Send one JSON object.',
  },
  body_too_large: {
    status: 413,
    recovery: 'contact-support',
    title: 'Body too large',
    detail: 'The body is larger than this route accepts.',
    hint: 'Send a smaller body.',
  },
  challenge_expired: {
    status: 401,
    recovery: 'new-challenge',
    title: 'Challenge expired',
    detail: 'The challenge was issued too long ago.',
    hint: 'Ask for a new challenge.',
  },
  cookies_blocked: {
    status: 401,
    recovery: 'retry',
    title: 'Cookies blocked',
    detail: 'The browser did not send back the cookie of this sign-in.',
    hint: 'Allow cookies for this site, then start again.',
  },
  identity_last: {
    status: 409,
    recovery: 'contact-support',
    title: 'Last way to sign in',
    detail: 'The account has no other way to sign in.',
    hint: 'Link another one first, or delete the account.',
  },
  identity_taken: {
    status: 409,
    recovery: 'contact-support',
    title: 'Belongs to another account',
    detail: 'This email address or wallet belongs to another account.',
    hint: 'Sign in to that account and remove it there first.',
  },
  internal_error: {
    status: 500,
    recovery: 'retry',
    title: 'Something broke',
    detail: 'The route failed unexpectedly.',
    hint: "Try again. Look up the request id in the backend's log.",
  },
  invalid_answer: {
    status: 0,
    recovery: 'retry',
    title: 'Invalid answer',
    detail: "The backend's answer does not follow the contract.",
    hint: 'Check that the route is mounted where the client looks for it.',
  },
  invalid_field: {
    status: 400,
    recovery: 'contact-support',
    title: 'Invalid field',
    detail: 'A field of the message has an invalid value.',
    hint: 'Correct the field named in the error message.',
  },
  invalid_path: {
    status: 400,
    recovery: 'contact-support',
    title: 'Path refused',
    detail: "The path contains something that could lead outside the upstream's paths.",
    hint: 'Use a plain path below /upstream.',
  },
  invalid_request: {
    status: 400,
    recovery: 'contact-support',
    title: 'Request refused',
    detail: 'A member of the body is missing, unknown or invalid.',
    hint: 'Send exactly the members of the contract.',
  },
  message_refused: {
    status: 401,
    recovery: 'new-challenge',
    title: 'Message refused',
    detail: 'The upstream did not accept the message.',
    hint: 'Sign a new one.',
  },
  method_not_allowed: {
    status: 405,
    recovery: 'contact-support',
    title: 'Method not allowed',
    detail: 'This path does not support this method.',
    hint: 'Use a method listed in the Allow header.',
  },
  method_not_offered: {
    status: 404,
    recovery: 'contact-support',
    title: 'Method not offered',
    detail: 'The upstream does not offer this way to sign in.',
    hint: 'Offer only the methods that GET /session lists.',
  },
  network_error: {
    status: 0,
    recovery: 'retry',
    title: 'No connection',
    detail: 'The backend could not be reached.',
    hint: 'Check the connection, then try again.',
  },
  nonce_invalid: {
    status: 401,
    recovery: 'new-challenge',
    title: 'Challenge not valid',
    detail: 'The nonce was not issued to this browser, was already used, or has expired.',
    hint: 'Ask for a new challenge and sign that.',
  },
  not_found: {
    status: 404,
    recovery: 'contact-support',
    title: 'Not found',
    detail: 'There is nothing at this path.',
    hint: 'Check the path.',
  },
  origin_not_allowed: {
    status: 403,
    recovery: 'contact-support',
    title: 'Origin not allowed',
    detail: "The request does not come from one of the app's pages.",
    hint: "Call this route from the app's own origin; check the configured origin.",
  },
  otp_attempts_exhausted: {
    status: 429,
    recovery: 'new-challenge',
    title: 'Too many wrong codes',
    detail: 'This code has no attempts left.',
    hint: 'Ask for a new code.',
  },
  otp_invalid: {
    status: 401,
    recovery: 'retry',
    title: 'Wrong code',
    detail: 'The code is not the latest one that was sent, or it has expired.',
    hint: 'Enter the latest code, or ask for a new one.',
  },
  otp_locked: {
    status: 429,
    recovery: 'contact-support',
    title: 'Locked',
    detail: 'Too many wrong codes were tried for this address.',
    hint: 'Wait as long as Retry-After says, or write to the support contact.',
  },
  otp_second_code_required: {
    status: 401,
    recovery: 'new-challenge',
    title: 'Second code required',
    detail:
      'The code is right, but after many wrong codes a browser that has not signed in before needs two.',
    hint: 'Ask for a new code and enter it in the same browser.',
  },
  popup_blocked: {
    status: 0,
    recovery: 'retry',
    title: 'Window blocked',
    detail: 'The browser blocked the sign-in window.',
    hint: 'Allow pop-ups for this page, then try again.',
  },
  popup_closed: {
    status: 0,
    recovery: 'retry',
    title: 'Window closed',
    detail: 'The sign-in window was closed before the sign-in was complete.',
    hint: 'Try again.',
  },
  rate_limited: {
    status: 429,
    recovery: 'wait',
    title: 'Too many requests',
    detail: 'More requests were sent than are allowed.',
    hint: 'Wait as long as Retry-After says.',
  },
  redirect_denied: {
    status: 401,
    recovery: 'retry',
    title: 'Declined',
    detail: "The sign-in was declined on the upstream's page.",
    hint: 'Try again and accept.',
  },
  redirect_state_invalid: {
    status: 401,
    recovery: 'new-challenge',
    title: 'Sign-in not recognized',
    detail: 'The browser came back from a sign-in that it did not start, or that has expired.',
    hint: 'Start again.',
  },
  registration_conflict: {
    status: 409,
    recovery: 'contact-support',
    title: 'Already registered',
    detail: 'The email address or the wallet is already registered.',
    hint: 'Sign in with the registered account, or contact support.',
  },
  registration_required: {
    status: 403,
    recovery: 'register',
    title: 'Registration required',
    detail: 'The sign-in worked, but the account is not complete.',
    hint: 'Finish the registration.',
  },
  request_timeout: {
    status: 408,
    recovery: 'retry',
    title: 'Request too slow',
    detail: 'The body did not arrive in time.',
    hint: 'Try again.',
  },
  session_expired: {
    status: 401,
    recovery: 'reauthenticate',
    title: 'Session ended',
    detail: 'The session has expired or was ended.',
    hint: 'Sign in again.',
  },
  session_missing: {
    status: 401,
    recovery: 'reauthenticate',
    title: 'Not signed in',
    detail: 'This needs a session, but nobody is signed in.',
    hint: 'Sign in.',
  },
  signature_malformed: {
    status: 400,
    recovery: 'contact-support',
    title: 'Signature malformed',
    detail:
      'The signature is not a hexadecimal string starting with 0x, or the upstream does not accept its form.',
    hint: 'Send what the wallet returned.',
  },
  signature_rejected: {
    status: 401,
    recovery: 'new-challenge',
    title: 'Signature rejected',
    detail: 'The signature does not belong to this message and account.',
    hint: 'Sign again with the account shown.',
  },
  siwe_address_mismatch: {
    status: 401,
    recovery: 'switch-account',
    title: 'Other account',
    detail: 'The message names a different account than the one that signs.',
    hint: 'Switch to the account named in the message, or start again.',
  },
  siwe_chain_not_allowed: {
    status: 401,
    recovery: 'switch-account',
    title: 'Chain not allowed',
    detail: 'This app does not accept the chain in the message.',
    hint: 'Switch to a supported chain.',
  },
  siwe_domain_mismatch: {
    status: 401,
    recovery: 'new-challenge',
    title: 'Other site',
    detail: 'The message was written for another site.',
    hint: 'Start again on this site, and sign nothing that names another one.',
  },
  siwe_expired: {
    status: 401,
    recovery: 'new-challenge',
    title: 'Message expired',
    detail: 'The message has expired, or expires too far in the future.',
    hint: 'Ask for a new challenge and sign that.',
  },
  siwe_issued_at: {
    status: 401,
    recovery: 'new-challenge',
    title: 'Invalid time of issue',
    detail: 'The message was issued too long ago, or in the future.',
    hint: 'Ask for a new challenge and sign that.',
  },
  siwe_malformed: {
    status: 400,
    recovery: 'new-challenge',
    title: 'Message malformed',
    detail: 'The text does not follow EIP-4361.',
    hint: 'Sign the text that was built from the challenge.',
  },
  siwe_not_yet_valid: {
    status: 401,
    recovery: 'new-challenge',
    title: 'Not valid yet',
    detail: "The message's Not Before is in the future.",
    hint: 'Ask for a new challenge and sign that.',
  },
  siwe_resources_not_allowed: {
    status: 401,
    recovery: 'new-challenge',
    title: 'Resources not allowed',
    detail: 'The message lists resources that the challenge did not contain.',
    hint: 'Sign the text that was built from the challenge.',
  },
  siwe_statement_mismatch: {
    status: 401,
    recovery: 'new-challenge',
    title: 'Other statement',
    detail: "The message's statement differs from the challenge.",
    hint: 'Sign the text that was built from the challenge.',
  },
  siwe_uri_mismatch: {
    status: 401,
    recovery: 'new-challenge',
    title: 'Other URI',
    detail: "The message's URI differs from the challenge.",
    hint: 'Sign the text that was built from the challenge.',
  },
  step_up_required: {
    status: 401,
    recovery: 'reauthenticate',
    title: "Confirm that it's you",
    detail: 'This needs a more recent sign-in.',
    hint: 'Sign in again.',
  },
  store_unavailable: {
    status: 503,
    recovery: 'wait',
    title: 'Try again soon',
    detail: "The route's store cannot be reached, so every request is refused.",
    hint: 'Wait as long as Retry-After says.',
  },
  timeout: {
    status: 0,
    recovery: 'retry',
    title: 'No answer in time',
    detail: 'The backend took too long.',
    hint: 'Try again.',
  },
  unsupported_media_type: {
    status: 415,
    recovery: 'contact-support',
    title: 'Not JSON',
    detail: 'The body must be application/json in UTF-8, and not compressed.',
    hint: 'Set Content-Type to application/json.',
  },
  upstream_blocked: {
    status: 502,
    recovery: 'contact-support',
    title: 'Blocked upstream',
    detail: 'Something in front of the upstream blocked the call.',
    hint: 'Contact the operator of this app.',
  },
  upstream_domain_not_allowed: {
    status: 502,
    recovery: 'contact-support',
    title: 'Domain not registered',
    detail: "This app's domain is not registered with the upstream.",
    hint: 'Register the domain with the upstream.',
  },
  upstream_invalid_answer: {
    status: 502,
    recovery: 'retry',
    title: 'Unexpected upstream answer',
    detail: "The upstream's answer does not match its documentation.",
    hint: 'Try again later.',
  },
  upstream_key_rejected: {
    status: 502,
    recovery: 'contact-support',
    title: 'Key rejected',
    detail: "The upstream refused this app's key.",
    hint: 'Contact the operator of this app.',
  },
  upstream_rate_limited: {
    status: 429,
    recovery: 'wait',
    title: 'Too many requests',
    detail: 'The upstream refused more requests for now.',
    hint: 'Wait as long as Retry-After says.',
  },
  upstream_timeout: {
    status: 504,
    recovery: 'retry',
    title: 'Upstream too slow',
    detail: 'The upstream did not answer in time.',
    hint: 'Try again.',
  },
  upstream_unavailable: {
    status: 502,
    recovery: 'retry',
    title: 'Upstream down',
    detail: 'The upstream is not working properly.',
    hint: 'Try again later.',
  },
  url_too_long: {
    status: 414,
    recovery: 'contact-support',
    title: 'URL too long',
    detail: 'The URL is longer than this route accepts.',
    hint: 'Send a shorter one.',
  },
  wallet_account_changed: {
    status: 0,
    recovery: 'switch-account',
    title: 'Account switched',
    detail: "The wallet's account changed while it was signing.",
    hint: 'Start again with the account you want to use.',
  },
  wallet_failed: {
    status: 0,
    recovery: 'retry',
    title: 'Wallet failed',
    detail: 'The wallet reported an error.',
    hint: 'Try again, or use another wallet.',
  },
  wallet_locked: {
    status: 0,
    recovery: 'retry',
    title: 'Wallet locked',
    detail: 'The wallet is locked, or did not allow this page to connect.',
    hint: 'Unlock the wallet, then try again.',
  },
  wallet_not_found: {
    status: 0,
    recovery: 'switch-account',
    title: 'No such wallet',
    detail: 'The wallet is no longer available.',
    hint: 'Choose another wallet.',
  },
  wallet_outdated: {
    status: 0,
    recovery: 'retry',
    title: 'Wallet was updated',
    detail: "The wallet's extension was updated or restarted after this page was loaded.",
    hint: 'Reload the page, then try again.',
  },
  wallet_rejected: {
    status: 0,
    recovery: 'retry',
    title: 'Declined in the wallet',
    detail: 'The request was declined in the wallet.',
    hint: 'Try again and accept.',
  },
  wallet_request_pending: {
    status: 0,
    recovery: 'retry',
    title: 'Wallet is waiting',
    detail: 'The wallet already shows a request.',
    hint: 'Open the wallet and answer there.',
  },
  wallet_unreachable: {
    status: 0,
    recovery: 'retry',
    title: 'Wallet not reached',
    detail: 'The wallet could not be asked: its relay, host or SDK did not answer.',
    hint: 'Check the connection, then try again, or use another wallet.',
  },
} as const satisfies Record<string, Problem>

/** The closed union of error codes. */
export type ProblemCode = keyof typeof problems
