/** What the documentation leaves open, and what a test wants to be otherwise. */
export const defaultKnobs = {
  apiKey: '00000000-0000-4000-8000-000000000000',
  apiSecret: 'sandbox-api-secret',
  /** Whether `GET …/challenge` answers the text itself, and not an object with it. */
  bareChallenge: false,
  challengeLifetimeSeconds: 3600,
  /** What a signature must cover, as far as the request has it. */
  components: ['@method', '@target-uri', 'authorization', 'content-digest', 'idempotency-key'],
  digestAlgorithm: 'sha-256',
  domain: 'api.sandbox.offblocks.xyz',
  idempotencyLifetimeSeconds: 3600,
  /** How long a write takes to answer after it is done, so that an answer can be lost. */
  operationMs: 0,
  /** The address that the requests are signed for, where it is not the sandbox's own. */
  publicUrl: '',
  /** What a challenge that was signed wrongly is answered with: 400 or 401. */
  signFailureStatus: 401 as 400 | 401,
  statusAfterProof: 'screening',
  tokenLifetimeSeconds: 3600,
}

export type Knobs = typeof defaultKnobs
