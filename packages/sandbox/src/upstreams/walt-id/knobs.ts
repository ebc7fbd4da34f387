/** What depends on the version of walt.id and on how it is configured. */
export const defaultKnobs = {
  /** Of a challenge, in s. */
  challengeLifetimeSeconds: 300,
  /** Whether web3 sign-in is on; where it is off, its paths do not exist. */
  enabled: true,
  /** Decides on the failures, on the word for success and on the kind of token. */
  generation: 'since-0.16' as Generation,
  /** Each has keys of its own: another one, or the same after a restart, refuses open challenges. */
  replica: 'first',
  /** Whether the flow sets an end for its tokens. */
  revealExpiration: true,
  /** Whether the token is in the body, and not in the cookie alone. */
  revealToken: true,
  /** The word for success, or `CONTINUE_NEXT_STEP` and `CONTINUE_NEXT_FLOW`; empty for the generation's own. */
  status: '',
  /** Of a token, in s. */
  tokenLifetimeSeconds: 7 * 86_400,
  /** Empty for the generation's own. */
  tokenType: '' as TokenType | '',
}

export type Knobs = typeof defaultKnobs
export type TokenType = 'opaque' | 'jwt'
type Generation = 'before-0.16' | 'since-0.16'

/** The word for success: `OK` was renamed. */
export function findStatus({ status, generation }: Knobs): string {
  if (status !== '') return status
  return generation === 'before-0.16' ? 'OK' : 'SUCCESS'
}

/** Whether tokens can be read: they could by default, until they became ids of what is in memory. */
export function findTokenType({ tokenType, generation }: Knobs): TokenType {
  if (tokenType !== '') return tokenType
  return generation === 'before-0.16' ? 'jwt' : 'opaque'
}
