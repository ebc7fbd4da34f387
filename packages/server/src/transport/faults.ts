/**
 * What the network did in place of an answer: no address for the name; no connection, in 3 s on Node; no
 * TLS, such as for a certificate that is over; no whole answer in time; a connection that was lost.
 */
export type NetworkFault = 'dns' | 'connect' | 'tls' | 'timeout' | 'reset'

/** Which of them an error is, by the codes along its causes; `undefined` where the runtime names none. */
export function findNetworkFault(error: unknown): NetworkFault | undefined {
  // The innermost knows best.
  for (const code of readCodes(error).toReversed()) {
    const fault = byCode[code] ?? (tlsCode.test(code) ? 'tls' : undefined)
    if (fault !== undefined) return fault
  }
  return undefined
}

/** Whether the network said that there was no answer in time. */
export function isTimeout(fault: unknown): boolean {
  return readCodes(fault).some((code) => timeouts.has(code))
}

/** Whether a connection ended before the answer began, as a kept one may at any time. */
export function isLostConnection(fault: unknown): boolean {
  return findNetworkFault(fault) === 'reset'
}

/** `fetch` wraps what the network said. */
function readCodes(fault: unknown): string[] {
  if (!(fault instanceof Error)) return []
  const own = 'code' in fault && typeof fault.code === 'string' ? [fault.code] : []
  return [...own, ...readCodes(fault.cause)]
}

const byCode: Readonly<Record<string, NetworkFault>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  ECONNREFUSED: 'connect',
  EHOSTUNREACH: 'connect',
  ENETUNREACH: 'connect',
  ETIMEDOUT: 'connect',
  UND_ERR_CONNECT_TIMEOUT: 'connect',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  upstream_timeout: 'timeout',
}

/** Of OpenSSL and of Node's `tls`. */
const tlsCode =
  /^(?:ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/

const timeouts = new Set(['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT'])
