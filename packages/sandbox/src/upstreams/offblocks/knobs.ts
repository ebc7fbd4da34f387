/** Settings for what the documentation leaves open, and for what tests need to vary. */
export const defaultKnobs = {
  apiKey: '00000000-0000-4000-8000-000000000000',
  apiSecret: 'sandbox-api-secret',
  /** Whether `GET …/challenge` answers with the bare text instead of an object. */
  bareChallenge: false,
  /** Whether the list of customers is a bare array instead of an object. */
  bareList: false,
  challengeLifetimeSeconds: 3600,
  /** The components a signature must cover, as far as the request has them. */
  components: ['@method', '@target-uri', 'authorization', 'content-digest', 'idempotency-key'],
  digestAlgorithm: 'sha-256',
  domain: 'api.sandbox.offblocks.xyz',
  idempotencyLifetimeSeconds: 3600,
  /** How long a write waits before it answers, although it is done, so that tests can lose the answer. */
  operationMs: 0,
  /** The URL that clients sign requests for, if it is not the sandbox's. */
  publicUrl: '',
  /** The status of the answer to a wrongly signed challenge. */
  signFailureStatus: 401 as 400 | 401,
  /** Whether reading a customer echoes the machine's token, as a careless service might. */
  echoesToken: false,
  statusAfterProof: 'screening',
  tokenLifetimeSeconds: 3600,
}

export type Knobs = typeof defaultKnobs
