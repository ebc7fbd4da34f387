/** The hook for development tools. In production there is no listener. */
export const trace: { listener: ((entry: TraceEntry) => void) | undefined } = {
  listener: undefined,
}

/** What happened, as names and numbers: never what was typed, signed or answered. */
export type TraceEntry =
  | { kind: 'event'; machine: 'siwe' | 'otp' | 'redirect'; event: string; status: string }
  | { kind: 'request'; method: string; path: string; answer: Promise<Response> }

/** A `fetch` that reports each request to the listener. */
export function traceFetch(
  find: () => typeof globalThis.fetch,
  baseUrl: string,
): typeof globalThis.fetch {
  if (process.env.NODE_ENV === 'production') return (...call) => find()(...call)
  return (input, init) => {
    const answer = find()(input, init)
    const path = String(input).slice(baseUrl.length).split('?')[0] ?? ''
    trace.listener?.({ kind: 'request', method: init?.method ?? 'GET', path, answer })
    return answer
  }
}
