import { createTransport } from '#transport'
import { problem } from '../problem.ts'
import { readCapped, toProblem } from './readBody.ts'
import { startDeadline } from './startDeadline.ts'
import type { AnswerHeaders, Transport } from './Transport.ts'

/**
 * Sends one request to a host that the app has configured and reads its whole answer: within a total time, up
 * to a size, without following redirects.
 *
 * @throws `AuthError` `upstream_unavailable`, `upstream_timeout`, `upstream_invalid_answer`.
 */
export async function requestWhole(
  url: URL,
  request: { method: 'GET' | 'POST'; headers: Record<string, string>; body?: string | undefined },
  limits: { timeoutMs: number; maxBytes: number },
): Promise<{ status: number; headers: AnswerHeaders; bytes: Uint8Array<ArrayBuffer> }> {
  shared ??= createTransport()
  const send = await shared
  const deadline = startDeadline(limits.timeoutMs)
  try {
    const { method, headers, body } = request
    const answer = await send({
      method,
      url: url.href,
      headers: { ...headers, 'accept-encoding': 'identity', 'user-agent': '@kit/server' },
      body,
      signal: deadline.signal,
    })
    if (answer.status >= 300 && answer.status < 400)
      throw problem('upstream_unavailable', { cause: new Error('The answer is a redirect.') })
    const bytes = await readCapped(answer.body, limits.maxBytes)
    deadline.stop()
    return { status: answer.status, headers: answer.headers, bytes }
  } catch (fault) {
    deadline.abort()
    throw toProblem(fault, deadline)
  }
}

/** Created for the first call, so that importing this module has no effect. */
let shared: Promise<Transport> | undefined
