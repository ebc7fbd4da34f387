import { refuse } from './refuse.ts'

/** Limits each operation to 400 requests a minute. A test needs fewer, and an endless loop exceeds them. */
export function createLimit(now: () => number): (operation: string) => Response | undefined {
  const windows = new Map<string, { count: number; endsAt: number }>()
  return (operation) => {
    const known = windows.get(operation)
    const current =
      known !== undefined && now() < known.endsAt ? known : { count: 0, endsAt: now() + 60_000 }
    current.count += 1
    windows.set(operation, current)
    if (current.count <= 400) return undefined
    return refuse('rate_limited', { retryAfterSeconds: Math.ceil((current.endsAt - now()) / 1000) })
  }
}
