/** The members of the SDK's session that a sign-in uses. */
export interface Session {
  /**
   * The messages that the wallet signed together with its approval, on this visit or an earlier one.
   *
   * @see {@link https://chainagnostic.org/CAIPs/caip-74}
   */
  authentication?: readonly Cacao[] | undefined
}

interface Cacao {
  p: { nonce: string; iss: string; iat: string }
  s: { s: string }
}
