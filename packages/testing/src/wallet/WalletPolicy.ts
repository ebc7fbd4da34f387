/**
 * How a wallet answers a question.
 *
 * - `approve`: the user accepts at once
 * - `reject`: error 4001, as when the user closes the wallet's window
 * - `pending`: error -32002, as while an earlier question is open
 * - `hold`: waits for `release`
 * - `silent`: never answers
 * - `throws`: throws this value, whatever it is
 * - `answers`: returns this value, whatever it is
 */
export type WalletDecision =
  | 'approve'
  | 'reject'
  | 'pending'
  | 'hold'
  | 'silent'
  | { throws: unknown }
  | { answers: unknown }

/** One decision for each question that a wallet asks its user. */
export interface WalletPolicy {
  connect: WalletDecision
  sign: WalletDecision
  switchChain: WalletDecision
  /** Applies to every call before anything else: `silent` simulates a wallet whose process hangs. */
  anything: WalletDecision
}
