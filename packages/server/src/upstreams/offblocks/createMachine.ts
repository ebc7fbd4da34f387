import { AuthError } from '@kit/core'
import type { UpstreamAnswer, UpstreamFetch } from '../createUpstreamFetch.ts'
import type { Json } from '../Upstream.ts'
import { isInFlight } from './errors.ts'
import type { createMachineToken } from './machineToken.ts'

/**
 * Calls OffBlocks with the app's token, and with an idempotency key for writes. OffBlocks calls this client the
 * app's machine.
 *
 * A token can become invalid early if the app's credentials are changed. So after a 401 the request is repeated
 * once, with a new token and the same key. If OffBlocks has already carried it out, it returns the earlier
 * result.
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
      // The idempotency key differs between operations, and is the same for each attempt of one.
      const headers = {
        'content-type': 'application/json',
        'idempotency-key': crypto.randomUUID(),
      }
      const send = () => call(path, { method: 'POST', headers, body: JSON.stringify(body) })
      let answer = await send().catch((cause) => {
        if (isLost(cause)) return send()
        throw cause
      })
      // Waits if OffBlocks is still carrying out the first attempt.
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
  /** Sends a `POST` that takes effect once, even if it is sent several times. */
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
