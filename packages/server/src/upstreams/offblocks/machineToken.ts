import { Secret } from '../../keys/Secret.ts'
import type { UpstreamFetch } from '../createUpstreamFetch.ts'
import { isSuccess, readJson } from '../readAnswer.ts'
import { classifyMachineFailure } from './errors.ts'
import { TokenAnswer } from './wire.ts'

/**
 * Provides the app's token. The token is requested when it is needed, with one request for simultaneous
 * callers, and kept until a minute before it expires.
 */
export function createMachineToken(options: {
  api: UpstreamFetch
  apiKey: Secret
  apiSecret: Secret
  now: () => number
}): { get(): Promise<string>; forget(token: string): void; current(): Secret | undefined } {
  const { api, apiKey, apiSecret, now } = options
  let current: { token: string; freshUntil: number } | undefined
  let pending: Promise<string> | undefined

  async function ask(): Promise<string> {
    const answer = await api('/v1/auth/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ apiKey: apiKey.reveal(), apiSecret: apiSecret.reveal() }),
    })
    if (!isSuccess(answer)) throw classifyMachineFailure(answer)
    const { token, expiresAt } = readJson(answer, TokenAnswer)
    current = { token, freshUntil: expiresAt * 1000 - 60_000 }
    return token
  }

  return {
    async get() {
      if (current !== undefined && now() < current.freshUntil) return current.token
      pending ??= ask().finally(() => {
        pending = undefined
      })
      return pending
    },
    current: () => (current === undefined ? undefined : new Secret(current.token)),
    forget(token) {
      // Keeps a newer token that another call has requested in the meantime.
      if (current?.token === token) current = undefined
    },
  }
}
