/* Generated from the table in `problems.ts` by `npm run generate`. Do not edit. */
import type { ProblemCode, Recovery } from './problems.ts'

/**
 * Every error code, listed by what to do about it. A browser loads this list instead of the
 * whole table.
 */
export const recoveries = {
  retry: [
    'aborted',
    'bad_json',
    'cookies_blocked',
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
    'wallet_outdated',
    'wallet_rejected',
    'wallet_request_pending',
    'wallet_unreachable',
  ],
  register: ['account_not_found', 'registration_required'],
  'contact-support': [
    'body_too_large',
    'identity_last',
    'identity_taken',
    'invalid_field',
    'invalid_path',
    'invalid_request',
    'method_not_allowed',
    'method_not_offered',
    'not_found',
    'origin_not_allowed',
    'otp_locked',
    'registration_conflict',
    'signature_malformed',
    'unsupported_media_type',
    'upstream_blocked',
    'upstream_domain_not_allowed',
    'upstream_key_rejected',
    'url_too_long',
  ],
  'new-challenge': [
    'challenge_expired',
    'message_refused',
    'nonce_invalid',
    'otp_attempts_exhausted',
    'otp_second_code_required',
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
  wait: ['rate_limited', 'store_unavailable', 'upstream_rate_limited'],
  reauthenticate: ['session_expired', 'session_missing', 'step_up_required'],
  'switch-account': [
    'siwe_address_mismatch',
    'siwe_chain_not_allowed',
    'wallet_account_changed',
    'wallet_not_found',
  ],
} as const satisfies Record<Recovery, readonly ProblemCode[]>

/** Returns the recovery of a code, or `undefined` if this version does not know the code. */
export function findRecovery(code: string): Recovery | undefined {
  for (const [recovery, codes] of Object.entries(recoveries) as [Recovery, readonly string[]][])
    if (codes.includes(code)) return recovery
  return undefined
}
