/**
 * Every problem code, listed under what its reader can do about it. This list is closed and is all
 * that the browser carries; statuses and texts stand in `problems.ts`, which only servers load.
 */
export const recoveries = {
  retry: [
    'aborted',
    'bad_json',
    'internal_error',
    'invalid_answer',
    'network_error',
    'otp_invalid',
    'popup_blocked',
    'popup_closed',
    'redirect_denied',
    'request_timeout',
    'timeout',
    'upstream_invalid_answer',
    'upstream_timeout',
    'upstream_unavailable',
    'wallet_failed',
    'wallet_locked',
    'wallet_rejected',
    'wallet_request_pending',
  ],
  'new-challenge': [
    'challenge_expired',
    'message_refused',
    'nonce_invalid',
    'otp_attempts_exhausted',
    'redirect_state_invalid',
    'signature_rejected',
    'siwe_domain_mismatch',
    'siwe_expired',
    'siwe_issued_at',
    'siwe_malformed',
    'siwe_not_yet_valid',
    'siwe_resources_not_allowed',
    'siwe_statement_mismatch',
    'siwe_uri_mismatch',
  ],
  'switch-account': [
    'siwe_address_mismatch',
    'siwe_chain_not_allowed',
    'wallet_account_changed',
    'wallet_not_found',
  ],
  wait: ['rate_limited', 'store_unavailable', 'upstream_rate_limited'],
  reauthenticate: ['session_expired', 'session_missing', 'step_up_required'],
  register: ['account_not_found', 'registration_required'],
  'contact-support': [
    'body_too_large',
    'invalid_field',
    'invalid_path',
    'invalid_request',
    'method_not_allowed',
    'method_not_offered',
    'not_found',
    'origin_not_allowed',
    'otp_locked',
    'registration_conflict',
    'session_too_large',
    'signature_malformed',
    'unsupported_media_type',
    'upstream_blocked',
    'upstream_domain_not_allowed',
    'upstream_key_rejected',
    'url_too_long',
  ],
} as const

/** What the reader of an error can do next. */
export type Recovery = keyof typeof recoveries

/** The closed union of problem codes. */
export type ProblemCode = (typeof recoveries)[Recovery][number]

/** The recovery of a code, or `undefined` when the text is not a code that this version knows. */
export function findRecovery(code: string): Recovery | undefined {
  for (const [recovery, codes] of Object.entries(recoveries) as [Recovery, readonly string[]][])
    if (codes.includes(code)) return recovery
  return undefined
}
