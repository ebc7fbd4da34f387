/**
 * Runs in the page: announces a provider by EIP-6963 that forwards every request to Node. Errors arrive as
 * values, because an exception would lose its `code` on the way.
 */
export function announceWallet({
  name,
  rdns,
  channel,
}: {
  name: string
  rdns: string
  channel: string
}): void {
  const listeners = new Map<string, Set<(value: unknown) => void>>()
  window.addEventListener(channel, (message) => {
    const { event, value } = (message as CustomEvent<{ event: string; value: unknown }>).detail
    for (const listener of listeners.get(event) ?? []) listener(value)
  })

  const provider = {
    async request({ method, params = [] }: { method: string; params?: unknown[] }) {
      const ask = Reflect.get(window, channel) as (request: unknown) => Promise<Answer>
      const answer = await ask({ method, params })
      if (answer.error === undefined) return answer.result
      throw Object.assign(new Error(answer.error.message), { code: answer.error.code })
    },
    on(event: string, listener: (value: unknown) => void) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener))
      return provider
    },
    removeListener(event: string, listener: (value: unknown) => void) {
      listeners.get(event)?.delete(listener)
      return provider
    },
  }

  const detail = Object.freeze({
    info: Object.freeze({
      uuid: crypto.randomUUID?.() ?? '00000000-0000-4000-8000-000000000000',
      name,
      rdns,
      icon: 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" rx="2" fill="%236e56cf"/></svg>',
    }),
    provider,
  })
  const announce = () =>
    window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
  window.addEventListener('eip6963:requestProvider', announce)
  announce()
}

/** The answer from Node: a result, or an error as a value. */
export type Answer = { result?: unknown; error?: { code: number; message: string } }
