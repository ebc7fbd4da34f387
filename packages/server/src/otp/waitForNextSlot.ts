import { createSchedule, type Scheduled } from '../createSchedule.ts'

/**
 * Waits until a multiple of `quantumMs` has passed since a request arrived. Otherwise response times would
 * reveal whether a user exists, because an upstream takes longer to send an email than to answer 404. Nothing
 * is remembered between requests, so the first request of a process takes as long as any other.
 *
 * @param startedAt - when the request arrived, from `performance.now()`.
 * @param quantumMs - the length of a slot; 0 disables waiting.
 * @param earliestMs - the earliest time to wait for, in ms after the request.
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

/** Returns the time until the next multiple that is not before the earliest time. */
export function findWaitMs(
  elapsedMs: number,
  quantumMs: number,
  earliestMs: number = quantumMs,
): number {
  if (quantumMs <= 0) return 0
  return Math.max(earliestMs, Math.ceil(elapsedMs / quantumMs) * quantumMs) - elapsedMs
}

/**
 * All waits share one timer and end in the order of their times. With separate timers, answers that are due at
 * the same time would be sent in the order in which their timers were set, which depends on the work before.
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
  if (first !== undefined)
    timer = setTimeout(resolveDueWaits, Math.max(0, Math.ceil(first.time - performance.now())))
}

function resolveDueWaits(): void {
  // A timer counts from the last time that the event loop read the clock, so it fires too early in a busy
  // process.
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
