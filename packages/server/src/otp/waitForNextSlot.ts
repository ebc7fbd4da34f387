import { createSchedule, type Scheduled } from '../createSchedule.ts'

/**
 * Waits until a multiple of `quantumMs` after a request arrived, so that response times do not reveal whether
 * a user exists: an upstream takes longer to send an email than to answer 404. Nothing is remembered between
 * requests, so the first request in an idle process takes as long as any other.
 *
 * @param startedAt - by `performance.now()`.
 * @param quantumMs - 0 for no wait.
 * @param earliestMs - the first multiple that may be used.
 */
export async function waitForNextSlot(
  startedAt: number,
  quantumMs: number,
  earliestMs?: number,
): Promise<void> {
  const now = performance.now()
  const waitMs = findWaitMs(now - startedAt, quantumMs, earliestMs)
  if (waitMs > 0) await waitUntil(now + waitMs)
}

/**
 * Chooses the slot of an answer before the upstream is called, and returns the function that waits for it. At
 * least two thirds of a slot are left for the upstream: one for the call, and one for the call that finds out
 * why the first one takes long. Otherwise the first call in an idle process, which has to load code and to
 * connect first, would be answered one slot later for the users for whom the upstream takes longer.
 */
export function reserveSlot(startedAt: number, quantumMs: number): () => Promise<void> {
  const elapsedMs = performance.now() - startedAt
  const earliestMs = Math.ceil(elapsedMs / quantumMs + 2 / 3) * quantumMs
  return () => waitForNextSlot(startedAt, quantumMs, earliestMs)
}

/** The time until the next multiple, at least the earliest. */
export function findWaitMs(
  elapsedMs: number,
  quantumMs: number,
  earliestMs: number = quantumMs,
): number {
  if (quantumMs <= 0) return 0
  return Math.max(earliestMs, Math.ceil(elapsedMs / quantumMs) * quantumMs) - elapsedMs
}

/**
 * All waits share one timer and end in the order of their times. With a timer for each, answers that are due
 * at once would leave in an order that depends on when each timer was set, and thus on what was done before.
 */
function waitUntil(time: number): Promise<void> {
  return new Promise((resolve) => {
    const wait = { time, resolve, place: 0 }
    waiting.add(wait)
    if (waiting.first() === wait) setTimer()
  })
}

function setTimer(): void {
  clearTimeout(timer)
  const first = waiting.first()
  if (first !== undefined) timer = setTimeout(release, Math.ceil(first.time - performance.now()))
}

function release(): void {
  // A timer counts from when the event loop last looked at the clock, so in a busy process it fires early.
  const now = performance.now()
  for (let first = waiting.first(); first && first.time <= now; first = waiting.first()) {
    waiting.remove(first)
    first.resolve()
  }
  setTimer()
}

interface Wait extends Scheduled {
  readonly time: number
  readonly resolve: () => void
}

const waiting = createSchedule<Wait>((one, other) => one.time < other.time)
let timer: ReturnType<typeof setTimeout> | undefined
