import { AuthError } from '@kit/core'
import type { UpstreamAnswer, UpstreamFetch } from '../createUpstreamFetch.ts'
import type { Json } from '../Upstream.ts'
import { isInFlight } from './errors.ts'
import type { createMachineToken } from './machineToken.ts'

/**
 * Calls OffBlocks as the app's machine: with its token, and with an idempotency key for writes.
 *
 * A token can end early when the credentials are changed. So after a 401 the request is repeated once with a
 * new token and the same key: OffBlocks then returns what it has done, and does nothing twice.
 */
export function createMachine(options: {
  signed: UpstreamFetch
  token: ReturnType<typeof createMachineToken>
}): Machine {
  const { signed, token } = options

  const call: UpstreamFetch = async (path, request) => {
    const key = request.method === 'GET' ? {} : { 'idempotency-key': crypto.randomUUID() }
    const send = (current: string) =>
      signed(path, {
        ...request,
        headers: { ...key, ...request.headers, authorization: `Bearer ${current}` },
      })
    const first = await token.get()
    const answer = await send(first)
    if (answer.status !== 401) return answer
    token.forget(first)
    return send(await token.get())
  }

  return {
    fetch: call,
    async operate(path, body) {
      // New for each operation, and the same for each attempt.
      const headers = {
        'content-type': 'application/json',
        'idempotency-key': crypto.randomUUID(),
      }
      const send = () => call(path, { method: 'POST', headers, body: JSON.stringify(body) })
      let answer = await send().catch((cause) => {
        if (isLost(cause)) return send()
        throw cause
      })
      // The first attempt may still be running.
      for (let tries = 0; tries < 3 && isInFlight(answer); tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, pauseMs))
        answer = await send()
      }
      return answer
    },
  }
}

export interface Machine {
  readonly fetch: UpstreamFetch
  /** A `POST` that takes effect once, although it may be sent again. */
  operate(path: string, body: Json): Promise<UpstreamAnswer>
}

/** Whether the request may have been carried out although it failed. */
function isLost(cause: unknown): boolean {
  return (
    AuthError.is(cause) &&
    (cause.code === 'upstream_timeout' || cause.code === 'upstream_unavailable')
  )
}

const pauseMs = 300
