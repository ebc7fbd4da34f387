import type { AuthError, ProblemCode } from '@kit/core'
import { CodedError, isAuthError } from '@kit/core/coded-error'

/**
 * The typed error of whatever a wallet threw: an `Error`, a plain object, a text, or one of these
 * wrapped in another.
 *
 * @see {@link https://eips.ethereum.org/EIPS/eip-1193#errors}
 */
export function toWalletError(cause: unknown): AuthError {
  if (isAuthError(cause)) return cause
  const code = findCode(cause)
  return new CodedError(code, code === 'wallet_not_found' ? 'switch-account' : 'retry', { cause })
}

function findCode(cause: unknown): ProblemCode {
  let current: unknown = cause
  for (let depth = 0; depth < 8 && current !== undefined && current !== null; depth += 1) {
    const { code, name, message, cause: inner, error, data } = read(current)
    const known = codes[String(code)] ?? names[String(name)]
    if (known !== undefined) return known
    if (declined.test(String(message))) return 'wallet_rejected'
    // What WalletConnect's SDK says has no codes.
    if (/proposal expired/i.test(String(message))) return 'timeout'
    if (/socket (?:stalled|hang up)|websocket connection|failed to publish/i.test(String(message)))
      return 'network_error'
    current = inner ?? error ?? (typeof data === 'object' ? read(data)['originalError'] : undefined)
  }
  return 'wallet_failed'
}

function read(value: unknown): Record<string, unknown> {
  if (typeof value === 'string') return { message: value }
  if (typeof value !== 'object' || value === null) return {}
  return value as Record<string, unknown>
}

/** In the words of wallets that give no code. */
const declined =
  /user (?:reject|denied|cancel|declin|disapprov|closed modal)|(?:reject|cancel|declin|denied)\w* by (?:the )?user|request reset/i

const codes: Record<string, ProblemCode | undefined> = {
  4001: 'wallet_rejected',
  // WalletConnect's own, for a signature, for chains and for methods.
  5000: 'wallet_rejected',
  5001: 'wallet_rejected',
  5002: 'wallet_rejected',
  ACTION_REJECTED: 'wallet_rejected',
  4100: 'wallet_locked',
  '-32002': 'wallet_request_pending',
}

const names: Record<string, ProblemCode | undefined> = {
  UserRejectedRequestError: 'wallet_rejected',
  ResourceUnavailableRpcError: 'wallet_request_pending',
  UnauthorizedProviderError: 'wallet_locked',
  ProviderNotFoundError: 'wallet_not_found',
  ConnectorNotFoundError: 'wallet_not_found',
  ConnectorUnavailableReconnectingError: 'wallet_locked',
}
