/** Calls a running route as the app's page does. */
export interface Probe {
  /** Where the route is mounted, without a slash at the end. */
  readonly url: string
  /** The origin of the page that calls the route. */
  readonly origin: string
  send(method: 'GET' | 'POST', path: string, options?: SendOptions): Promise<ProbeAnswer>
}

interface SendOptions {
  body?: unknown
  cookie?: string
  /** @default the app's origin */
  origin?: string
  headers?: Record<string, string>
}

export interface ProbeAnswer {
  readonly status: number
  readonly headers: Headers
  /** The body if it is a JSON object; otherwise `undefined`. */
  readonly json: Readonly<Record<string, unknown>> | undefined
  /** The `code` of a problem. */
  readonly code: string | undefined
  /** When the answer arrived, in ms since 1970, and how many ms it took. */
  readonly at: number
  readonly durationMs: number
}

/**
 * @param timeoutMs - the time limit for one call. Redirects are not followed, because the route never
 * redirects.
 */
export function createProbe(url: string, origin: string, timeoutMs: number): Probe {
  return {
    url,
    origin,
    async send(method, path, options = {}) {
      const startedAt = Date.now()
      const response = await fetch(`${url}${path}`, {
        method,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          accept: 'application/json',
          ...(method === 'POST' && {
            origin: options.origin ?? origin,
            'content-type': 'application/json',
          }),
          ...(options.cookie !== undefined && { cookie: options.cookie }),
          ...options.headers,
        },
        ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
      })
      const json = readObject(await response.text())
      const code = typeof json?.['code'] === 'string' ? json['code'] : undefined
      const at = Date.now()
      const { status, headers } = response
      return { status, headers, json, code, at, durationMs: at - startedAt }
    },
  }
}

function readObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}
