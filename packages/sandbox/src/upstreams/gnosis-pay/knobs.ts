/** Settings for what the documentation leaves open or describes in two ways. */
export const defaultKnobs = {
  /** The lifetime of a `v2` access token, in seconds. */
  accessTokenLifetimeSeconds: 900,
  /** Hosts that a message may name. Any other gets 403, including a loopback host with a port. */
  allowedDomains: ['app.example.com', 'app.gnosispay.com'],
  /** The lifetime of a sign-up code, in seconds. */
  codeLifetimeSeconds: 600,
  /** The shape of error bodies. `error` and `message` are documented; clients have seen the other two. */
  errorShape: 'error' as ErrorShape,
  /** Whether the firewall refuses messages that name this machine. */
  firewall: true,
  /** The lifetime of a message written by `v2`, in seconds. */
  messageLifetimeSeconds: 300,
  /** The lifetime of a nonce, in seconds. */
  nonceLifetimeSeconds: 600,
  /** The onboarding status of registered `v2` users. */
  onboardingStatus: 'completed',
  /** Whether signing up needs a code. The documentation calls it "optional during a transition period". */
  otpRequired: true,
  /** Known partner ids. */
  partners: ['partner-1'],
  /** The lifetime of a `v2` refresh token, in seconds. */
  refreshTokenLifetimeSeconds: 7 * 86_400,
  /** The chain to query for contract accounts. Ordinary accounts need none. */
  rpcUrl: '',
  /** The lifetime of every token, in seconds, overriding the requested one. 0 uses the requested one. */
  ttlSeconds: 0,
}

export type Knobs = typeof defaultKnobs

type ErrorShape = 'error' | 'message' | 'nested' | 'text'

/** The body of an error in one of the shapes, with its content type. */
export function createErrorBody(shape: ErrorShape, text: string): { body: string; type: string } {
  if (shape === 'text') return { body: text, type: 'text/plain' }
  const value = shape === 'nested' ? { error: { message: text } } : { [shape]: text }
  return { body: JSON.stringify(value), type: 'application/json' }
}
