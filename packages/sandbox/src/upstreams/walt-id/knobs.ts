/** Settings for what depends on walt.id's version and configuration. */
export const defaultKnobs = {
  /** The lifetime of a challenge, in seconds. */
  challengeLifetimeSeconds: 300,
  /** The lifetime of an email code, in seconds. */
  codeLifetimeSeconds: 600,
  /** Whether email codes are mounted, below `/wallet-api/auth/account`. */
  emailCodes: false,
  /** Whether web3 sign-in is on. When it is off, its paths do not exist. */
  enabled: true,
  /**
   * The generation of the API. It decides the default error answers, the word for success and the kind of
   * token.
   */
  generation: 'since-0.16' as Generation,
  /**
   * The instance that answers. Each instance has separate keys, so another instance refuses open challenges,
   * and so does a restarted one.
   */
  replica: 'first',
  /** Whether the answer says when the token expires. */
  revealExpiration: true,
  /** Whether the token is in the body as well as in the cookie. */
  revealToken: true,
  /** The word for success, or `CONTINUE_NEXT_STEP` or `CONTINUE_NEXT_FLOW`. Empty uses the generation's. */
  status: '',
  /** The lifetime of a token, in seconds. */
  tokenLifetimeSeconds: 7 * 86_400,
  /** The kind of token. Empty uses the generation's. */
  tokenType: '' as TokenType | '',
}

export type Knobs = typeof defaultKnobs
export type TokenType = 'opaque' | 'jwt'
/**
 * `newest` is what the library's sources contained at the end of 2026. The release that has it is not known.
 */
type Generation = 'before-0.16' | 'since-0.16' | 'newest'

/** The word for success, which was renamed from `OK`. */
export function findStatus({ status, generation }: Knobs): string {
  if (status !== '') return status
  return generation === 'before-0.16' ? 'OK' : 'SUCCESS'
}

/** The kind of token. JWTs were the default until tokens became ids of records in memory. */
export function findTokenType({ tokenType, generation }: Knobs): TokenType {
  if (tokenType !== '') return tokenType
  return generation === 'before-0.16' ? 'jwt' : 'opaque'
}
