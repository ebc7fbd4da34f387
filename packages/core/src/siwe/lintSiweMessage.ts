import { guessSiweMessage } from './guessSiweMessage.ts'
import { type LintRule, type LintSituation, lintRules } from './lintRules.ts'
import { parseSiweMessage } from './parseSiweMessage.ts'

/**
 * Says which warnings a wallet or an upstream will raise about a message, and what to do about each.
 * For whoever develops an app, and for error texts; what a backend accepts is decided by
 * {@link inspectSiweMessage}. Never throws, and reads a text that breaks the grammar as far as it can.
 *
 * @param text - what the wallet will be asked to sign.
 * @param situation - page, wallet, clock and limits. `null` where something is not known.
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
      // A situation that is none, from code without types: nothing can be said of this rule.
      return []
    }
  })
}

export declare namespace lintSiweMessage {
  type Situation = LintSituation
  type Rule = (typeof lintRules)[number]['rule']
  type Warning = Omit<LintRule, 'applies'> & { rule: Rule }
}

/** The strict reading, or else what the lines look like. */
function read(text: string): Parameters<LintRule['applies']>[0] {
  try {
    return { ...parseSiweMessage(text), isWellFormed: true }
  } catch {
    const guess = typeof text === 'string' ? guessSiweMessage(text) : {}
    return { ...guess, isWellFormed: false }
  }
}
