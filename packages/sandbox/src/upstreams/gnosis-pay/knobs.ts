/** What the documentation leaves open, or says in two ways. */
export const defaultKnobs = {
  /** Hosts that a message may name; any other answers 403, a loopback host with a port included. */
  allowedDomains: ['app.example.com', 'app.gnosispay.com'],
  /** Of a sign-up code, in s. */
  codeLifetimeSeconds: 600,
  /** `error` and `message` are documented; clients have seen the other two. */
  errorShape: 'error' as ErrorShape,
  /** Whether the firewall in front answers for messages that name this machine. */
  firewall: true,
  /** Of a nonce, in s. */
  nonceLifetimeSeconds: 600,
  /** Whether a sign-up takes a code; it is "optional during a transition period". */
  otpRequired: true,
  /** Partners that exist. */
  partners: ['partner-1'],
  /** A chain to ask for contract accounts; keys alone sign without one. */
  rpcUrl: '',
  /** Of every token, in s, whatever was asked for; 0 for what was asked for. */
  ttlSeconds: 0,
}

type ErrorShape = 'error' | 'message' | 'nested' | 'text'

/** The body of a failure in one of the shapes, as text with its content type. */
export function createErrorBody(shape: ErrorShape, text: string): { body: string; type: string } {
  if (shape === 'text') return { body: text, type: 'text/plain' }
  const value = shape === 'nested' ? { error: { message: text } } : { [shape]: text }
  return { body: JSON.stringify(value), type: 'application/json' }
}
