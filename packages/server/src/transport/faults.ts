/**
 * Why a call got no answer. `dns`: the host name has no address. `connect`: no connection, on Node within 3 s.
 * `tls`: no TLS, for example because of an expired certificate. `timeout`: no complete answer in time. `reset`:
 * the connection was lost.
 */
export type NetworkFault = 'dns' | 'connect' | 'tls' | 'timeout' | 'reset'

/** Classifies an error by its code and those of its causes. Returns `undefined` if there is no known code. */
export function findNetworkFault(error: unknown): NetworkFault | undefined {
  // The innermost cause is the most specific.
  for (const code of readCodes(error).toReversed()) {
    const fault = byCode[code] ?? (tlsCode.test(code) ? 'tls' : undefined)
    if (fault !== undefined) return fault
  }
  return undefined
}

/** Whether the network reported a timeout. */
export function isTimeout(fault: unknown): boolean {
  return readCodes(fault).some((code) => timeouts.has(code))
}

/** Whether a connection was lost, which can happen to a reused connection at any time. */
export function isLostConnection(fault: unknown): boolean {
  return findNetworkFault(fault) === 'reset'
}

/** Returns the codes of an error and its causes, because `fetch` wraps the network's error. */
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

/** Error codes of OpenSSL and of Node's `tls`. */
const tlsCode =
  /^(?:ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/

const timeouts = new Set(['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT'])
