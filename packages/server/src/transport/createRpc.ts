import { requestWhole } from './requestWhole.ts'

/**
 * Creates a JSON-RPC client for one chain. Every call goes to the configured URL and nowhere else.
 *
 * @param totalMs - the time limit for all calls together, in ms.
 * @see {@link https://www.jsonrpc.org/specification}
 */
export function createRpc(url: URL, totalMs: number): Rpc {
  const endsAt = performance.now() + totalMs
  return async (method, params) => {
    const { status, bytes } = await requestWhole(
      url,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      },
      { timeoutMs: Math.max(1, endsAt - performance.now()), maxBytes },
    )
    const answer: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (typeof answer !== 'object' || answer === null)
      throw new Error('The answer is not JSON-RPC.')
    // Some nodes answer a reverted call with 4xx or 5xx, but the error in the body still says that it
    // reverted.
    if ('error' in answer && isReverted(answer.error)) throw new CallReverted()
    if (status !== 200 || !('result' in answer) || typeof answer.result !== 'string')
      throw new Error('The RPC did not answer the call.')
    return answer.result
  }
}

/** Calls one method. The result is hexadecimal text. */
export type Rpc = (method: string, params: readonly unknown[]) => Promise<string>

/** The error of a call that the contract reverted. Any other error says nothing about the contract. */
export class CallReverted extends Error {
  override readonly name = 'CallReverted'
}

/**
 * Whether the node ran the call and the contract failed. Rate limits (-32005), timeouts and missing methods
 * are errors of the node.
 *
 * @see {@link https://eips.ethereum.org/EIPS/eip-1474#error-codes}
 */
function isReverted(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  if ('code' in error && error.code === 3) return true
  const message = 'message' in error ? String(error.message) : ''
  return /\brevert|out of gas|invalid (?:op ?code|jump)|stack (?:under|over)flow|bad instruction|vm execution error/i.test(
    message,
  )
}

/** The largest answer is a contract's code, of at most 24 KiB. */
const maxBytes = 256 * 1024
