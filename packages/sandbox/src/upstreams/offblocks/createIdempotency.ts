/**
 * Implements `Idempotency-Key`: the same key and payload get the same answer for an hour. A different payload
 * is an error, and so is a repetition while the first answer is still pending.
 */
export function createIdempotency(now: () => number) {
  const operations = new Map<string, { payload: string; endsAt: number; answer?: Response }>()
  return {
    reset: () => operations.clear(),
    /** Looks up what the key means for this request. `new` also claims it. */
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
