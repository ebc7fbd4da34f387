/**
 * Whether a URL is https, or http on this machine, so that nobody on the network can read what is sent there.
 */
export function isHttpsOrLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
}

/**
 * Whether a host name is this machine.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc6761#section-6.3}
 */
export function isLoopback(hostname: string): boolean {
  return loopback.has(hostname) || hostname.endsWith('.localhost')
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])
