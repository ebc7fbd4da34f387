import { Secret } from '../../keys/Secret.ts'
import {
  createUpstreamFetch,
  type UpstreamAnswer,
  type UpstreamFetch,
} from '../createUpstreamFetch.ts'
import type { BitBadgesOptions } from './BitBadgesOptions.ts'

/** Calls BitBadges' API with the app's keys. */
export interface BitBadgesApi {
  readonly fetch: UpstreamFetch
  /** Sends a JSON body. Whole numbers become decimal strings. */
  readonly post: (path: string, body: object) => Promise<UpstreamAnswer>
  readonly clientId: string
  readonly clientSecret: Secret
  readonly secrets: readonly Secret[]
}

export function createApi(options: BitBadgesOptions): BitBadgesApi {
  const { clientId, baseUrl = 'https://api.bitbadges.io', timeoutMs, fetch: send } = options
  const apiKey = Secret.from(options.apiKey)
  const clientSecret = Secret.from(options.clientSecret)
  const fetch = createUpstreamFetch({
    baseUrl,
    headers: () => ({ 'x-api-key': apiKey.reveal() }),
    timeoutMs,
    fetch: send,
  })
  return {
    fetch,
    post: (path, body) =>
      fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body, (_, value) =>
          typeof value === 'bigint' ? value.toString() : value,
        ),
      }),
    clientId,
    clientSecret,
    secrets: [apiKey, clientSecret],
  }
}
