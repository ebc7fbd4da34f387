/** What an app registers, how long things live, and what documentation leaves open. */
export const defaultKnobs = {
  /** Of an access token, in s. */
  accessTokenLifetimeSeconds: 86_400,
  apiKey: 'sandbox-api-key',
  /** Empty: any. */
  clientId: '',
  clientSecret: 'sandbox-client-secret',
  /** Of a code for a token, in s. */
  codeLifetimeSeconds: 600,
  /** Of a code for an envelope, in s; until then it answers each time. */
  legacyCodeLifetimeSeconds: 1800,
  /** Where codes may be sent, each exactly as it is written; none: anywhere. */
  redirectUris: [] as readonly string[],
  /** Of a refresh token, in s. */
  refreshTokenLifetimeSeconds: 60 * 86_400,
  /** Whether envelopes come without a signature, as after a sign-in at BitBadges itself. */
  reusesSignIn: false,
  /** The session cookie of whoever registered the app: the listing of requests is theirs. */
  ownerCookie: 'session=sandbox-owner',
  /** What users presented beside their address. */
  presentations: [] as readonly unknown[],
  /** How many requests stand on one page of the listing. */
  requestsPerPage: 2,
  /** Whether what the app asked for beside the address is there. */
  succeeds: true,
  /** Whether envelopes are verified at all: an app that checks for itself must not depend on it. */
  verifies: true,
  /** Whether the access token is the address, as it once was for requests without scopes. */
  tokenIsAddress: false,
}

export type Knobs = typeof defaultKnobs
