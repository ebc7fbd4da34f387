import type { Balances } from './assets.ts'

/** What an app registers, how long things are valid, and what the documentation leaves open. */
export const defaultKnobs = {
  /** The lifetime of an access token, in seconds. */
  accessTokenLifetimeSeconds: 86_400,
  apiKey: 'sandbox-api-key',
  /** The registered client. Empty accepts any. */
  clientId: '',
  clientSecret: 'sandbox-client-secret',
  /** What users own: collection → canonical address → balances. */
  balances: {} as Balances,
  /** The addresses that have claimed each claim. */
  claims: {} as Record<string, readonly string[]>,
  /** The lifetime of a code in the OAuth exchange, in seconds, unless the app sets a window. */
  codeLifetimeSeconds: 600,
  /** The lifetime of a code for an envelope, in seconds. It can be used repeatedly until then. */
  legacyCodeLifetimeSeconds: 1800,
  /** Where codes may be sent, compared exactly. An empty list allows any address. */
  redirectUris: [] as readonly string[],
  /** The lifetime of a refresh token, in seconds. */
  refreshTokenLifetimeSeconds: 60 * 86_400,
  /** Whether envelopes come without a signature, as they do after a sign-in on BitBadges itself. */
  reusesSignIn: false,
  /** The session cookie of the developer, the only person who may list the app's requests. */
  ownerCookie: 'session=sandbox-owner',
  /** What users presented in addition to their address. */
  presentations: [] as readonly unknown[],
  /** Whether these presentations are well formed. */
  arePresentationsWellFormed: true,
  /** Whether users are signed in to the other services an app asks for (`otherSignIns`). */
  hasOtherSignIns: true,
  /** The page size of the list of requests. */
  requestsPerPage: 2,
  /** Whether the user has what the app asked for in addition to the address. */
  succeeds: true,
  /** Whether envelopes are verified at all. An app that verifies them itself must not depend on it. */
  verifies: true,
  /** Whether the access token is the plain address, as it once was for requests without scopes. */
  tokenIsAddress: false,
}

export type Knobs = typeof defaultKnobs
