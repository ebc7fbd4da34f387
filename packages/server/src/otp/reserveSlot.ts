import type { AuthContext } from '../AuthContext.ts'
import { randomBytes } from '../keys/randomBytes.ts'
import { waitForNextSlot } from './waitForNextSlot.ts'

/**
 * Chooses the slot of an answer to "send a code" before the upstream is called, and returns a function that waits for
 * it. At least two thirds of a slot are left for the upstream: one third for the call, and one for the second call
 * that finds out why the first one is slow. Without this, the first call of a process, which also has to load
 * code and to connect, would be answered one slot later for users for whom the upstream takes longer.
 *
 * The app may need longer to find an existing user than to find out that there is none, or vice versa. So each
 * process remembers how long its latest lookups of both kinds took. An answer is sent as if its lookup had taken at
 * least as long as a random earlier lookup of the other kind, and at least as long as lookups of existing users
 * usually take. Only the first slow lookup of a process can be noticed.
 *
 * @param startedAt - when the request arrived, from `performance.now()`.
 * @param lookup.ms - how long the app took to find the user.
 */
export function reserveSlot(
  { answerQuantumMs, store }: AuthContext,
  startedAt: number,
  lookup: { readonly kind: 'user' | 'decoy'; readonly ms: number },
): () => Promise<void> {
  if (answerQuantumMs === 0) return async () => {}
  const { kind, ms } = lookup
  const latest = latestByStore.get(store) ?? { user: [], decoy: [] }
  latestByStore.set(store, latest)
  const others = latest[kind === 'user' ? 'decoy' : 'user']
  // A single lookup says little: it may have been the one that connected to the app's database.
  const drawn = others.length > 1 ? pickRandom(others) : 0
  latest[kind] = [ms, ...latest[kind]].slice(0, maxRemembered)
  const missingMs = Math.max(0, Math.min(maxHiddenMs, Math.max(drawn, findUsual(latest.user))) - ms)
  const elapsedMs = performance.now() - startedAt + missingMs
  const earliestMs = Math.ceil(elapsedMs / answerQuantumMs + 2 / 3) * answerQuantumMs
  return () => waitForNextSlot(startedAt, answerQuantumMs, earliestMs)
}

/**
 * Returns the second longest of the latest times, because a single slow answer must not delay all others for long. If
 * the latest time is longer, returns that one, because the service may have just become slow.
 */
export function findUsual(latest: readonly number[]): number {
  const [, second = 0] = latest.toSorted((one, other) => other - one)
  return Math.max(second, latest[0] ?? 0)
}

/** Returns one of these times at random. There must be at least one. */
export function pickRandom(times: readonly number[]): number {
  const [byte = 0] = randomBytes(1)
  return times[byte % times.length] ?? 0
}

/** How long this process's latest lookups took, in ms, starting with the latest. */
const latestByStore = new WeakMap<AuthContext['store'], Record<'user' | 'decoy', number[]>>()
const maxRemembered = 32
/** A lookup that takes longer does not delay other answers any further. */
const maxHiddenMs = 3000
