/**
 * The rules of `Idempotency-Key`: one key and one payload give one answer for an hour; another payload
 * is a fault, and so is the same one while its answer is not there yet.
 */
export function createIdempotency(now: () => number) {
  const operations = new Map<string, { payload: string; endsAt: number; answer?: Response }>()
  return {
    reset: () => operations.clear(),
    /** What the key means here. `new` claims it. */
    claim(key: string, payload: string, lifetimeSeconds: number): Response | Claim {
      const former = operations.get(key)
      if (former === undefined || now() >= former.endsAt) {
        operations.set(key, { payload, endsAt: now() + lifetimeSeconds * 1000 })
        return 'new'
      }
      if (former.payload !== payload) return 'another-payload'
      return former.answer?.clone() ?? 'in-flight'
    },
    settle(key: string, answer: Response): void {
      const operation = operations.get(key)
      if (operation !== undefined) operation.answer = answer.clone()
    },
  }
}

type Claim = 'new' | 'another-payload' | 'in-flight'
