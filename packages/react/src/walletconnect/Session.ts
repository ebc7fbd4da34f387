/** What the SDK knows of a connection, as far as a sign-in goes. */
export interface Session {
  /**
   * What the wallet signed with its approval, on this visit or an earlier one.
   *
   * @see {@link https://chainagnostic.org/CAIPs/caip-74}
   */
  authentication?: readonly Cacao[] | undefined
}

interface Cacao {
  p: { nonce: string; iss: string; iat: string }
  s: { s: string }
}
