import { guessSiweMessage } from './guessSiweMessage.ts'
import { type LintRule, type LintSituation, lintRules } from './lintRules.ts'
import { readSiweMessage } from './readSiweMessage.ts'

/**
 * Lists the warnings that a wallet or an upstream will raise about a message, and what to do about each. It
 * is meant for developers and for error texts; a backend decides with {@link inspectSiweMessage}. Never
 * throws, and reads a text that breaks the grammar as far as possible.
 *
 * @param text - what the wallet will be asked to sign.
 * @param situation - page, wallet, clock and limits. `null` for anything unknown.
 * @see {@link https://eips.ethereum.org/EIPS/eip-4361#wallet-implementer-steps}
 * @example
 * for (const { says, fix } of lintSiweMessage(message, situation)) console.warn(says, fix)
 */
export function lintSiweMessage(
  text: string,
  situation: lintSiweMessage.Situation,
): lintSiweMessage.Warning[] {
  const message = read(text)
  return lintRules.flatMap(({ applies, ...warning }) => {
    try {
      return applies(message, situation) ? [warning] : []
    } catch {
      // Untyped code can pass an invalid situation, which makes a rule throw. Such a rule gives no warning.
      return []
    }
  })
}

export declare namespace lintSiweMessage {
  type Situation = LintSituation
  type Rule = (typeof lintRules)[number]['rule']
  type Warning = Omit<LintRule, 'applies'> & { rule: Rule }
}

/** Parses strictly, or falls back to what the lines look like. */
function read(text: string): Parameters<LintRule['applies']>[0] {
  const message = readSiweMessage(text)
  if (typeof message !== 'string') return { ...message, isWellFormed: true }
  const guess = typeof text === 'string' ? guessSiweMessage(text) : {}
  return { ...guess, isWellFormed: false }
}
