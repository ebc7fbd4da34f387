/** Passes events to development tools. In production there is no listener. */
export const trace: { listener: ((entry: TraceEntry) => void) | undefined } = {
  listener: undefined,
}

/** An event with names and numbers only. It never contains anything that was typed, signed or answered. */
export type TraceEntry =
  | { kind: 'event'; machine: 'siwe' | 'otp' | 'redirect'; event: string; status: string }
  | { kind: 'request'; method: string; path: string; answer: Promise<Response> }

/** Returns a `fetch` that reports each request to the listener. */
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
