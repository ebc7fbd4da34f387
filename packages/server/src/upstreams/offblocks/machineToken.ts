import type { Secret } from '../../audit/Secret.ts'
import type { UpstreamFetch } from '../createUpstreamFetch.ts'
import { readJson } from '../readAnswer.ts'
import { classifyMachineFailure } from './errors.ts'
import { TokenAnswer } from './wire.ts'

/**
 * The machine's own token: asked for when it is needed, kept until a minute before it ends, one question
 * for any number of callers.
 */
export function createMachineToken(options: {
  api: UpstreamFetch
  apiKey: Secret
  apiSecret: Secret
  now: () => number
}): { get(): Promise<string>; forget(token: string): void } {
  const { api, apiKey, apiSecret, now } = options
  let current: { token: string; freshUntil: number } | undefined
  let pending: Promise<string> | undefined

  async function ask(): Promise<string> {
    const answer = await api('/v1/auth/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ apiKey: apiKey.reveal(), apiSecret: apiSecret.reveal() }),
    })
    if (answer.status !== 200) throw classifyMachineFailure(answer)
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
    forget(token) {
      // A newer one, that another call has asked for in between, stays.
      if (current?.token === token) current = undefined
    },
  }
}
