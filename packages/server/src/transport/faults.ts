/** Whether the network said that there was no answer in time. */
export function isTimeout(fault: unknown): boolean {
  return readCodes(fault).some((code) => timeouts.has(code))
}

/** Whether a connection ended before the answer began, as a kept one may at any time. */
export function isLostConnection(fault: unknown): boolean {
  return readCodes(fault).some((code) => losses.has(code))
}

/** `fetch` wraps what the network said. */
function readCodes(fault: unknown): string[] {
  if (!(fault instanceof Error)) return []
  const own = 'code' in fault && typeof fault.code === 'string' ? [fault.code] : []
  return [...own, ...readCodes(fault.cause)]
}

const timeouts = new Set(['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT'])
const losses = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'])
