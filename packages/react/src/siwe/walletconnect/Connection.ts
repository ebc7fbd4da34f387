/** The part of the SDK's connection that a sign-in needs. */
export interface Session {
  /**
   * What the wallet signed together with its approval, on this visit or an earlier one.
   *
   * @see {@link https://chainagnostic.org/CAIPs/caip-74}
   */
  authentication?: readonly Cacao[] | undefined
}

interface Cacao {
  p: { nonce: string; iss: string; iat: string }
  s: { s: string }
}
