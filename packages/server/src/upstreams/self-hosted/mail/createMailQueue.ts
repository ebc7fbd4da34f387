import type { ProblemCode } from '@kit/core'
import { explainLostMail } from '../../../audit/explainInDevelopment.ts'
import { TimedOut, within } from '../../../within.ts'
import type { UpstreamRuntime } from '../../Upstream.ts'

/**
 * Runs work after an answer: a few tasks at once, the others in a queue with a limit. What a known browser
 * requested comes first and has a separate part of the queue, so that a crowd of strangers does not delay it.
 * A temporary failure is retried for as long as the code is useful: some mail servers refuse a sender's first
 * attempts for minutes (greylisting), and a later email for the same slot makes the earlier one useless. The person
 * who asked does not learn of failures, but the operator gets an event for each.
 */
export function createMailQueue(
  { emit, waitUntil }: Pick<UpstreamRuntime, 'emit' | 'waitUntil'>,
  { maxWaiting = 1000, maxRunning = 5, timeoutMs = 30_000, retryDelaysMs = defaultDelaysMs } = {},
) {
  const waiting: Record<Rank, Work[]> = { known: [], stranger: [] }
  /** The latest email for each slot. */
  const latest = new Map<string, Work>()
  let running = 0

  return {
    /** @param slot - what the email is for: another one for the same replaces its code. */
    add(send: () => Promise<unknown>, rank: Rank, slot: string): void {
      if (waiting[rank].length >= maxWaiting) report('rate_limited')
      else
        waitUntil(
          new Promise<void>((resolve) => {
            const finish = () => {
              if (latest.get(slot) === work) latest.delete(slot)
              resolve()
            }
            const work: Work = { send, rank, slot, finish, tries: 0 }
            latest.set(slot, work)
            enqueue(work)
          }),
        )
    },
  }

  function enqueue(work: Work): void {
    waiting[work.rank].push(work)
    startNext()
  }

  function startNext(): void {
    while (running < maxRunning) {
      const work = waiting.known.shift() ?? waiting.stranger.shift()
      if (work === undefined) return
      running += 1
      void run(work).finally(() => {
        running -= 1
        startNext()
      })
    }
  }

  async function run(work: Work): Promise<void> {
    try {
      await within(timeoutMs, work.send, 'Sending the email took too long.')
      work.finish()
    } catch (error) {
      const delayMs = isTemporary(error) ? retryDelaysMs[work.tries] : undefined
      report(classify(error))
      explainLostMail(error)
      work.tries += 1
      if (delayMs === undefined) work.finish()
      else setTimeout(() => retry(work), delayMs)
    }
  }

  function retry(work: Work): void {
    if (latest.get(work.slot) === work) enqueue(work)
    else work.finish()
  }

  function report(code: ProblemCode): void {
    emit({ type: 'otp.mail', outcome: 'failure', code })
  }
}

/** Seven and a half minutes in all, of the ten for which a code is usually valid. */
const defaultDelaysMs: readonly number[] = [2000, 20_000, 60_000, 120_000, 240_000]

type Rank = 'known' | 'stranger'

interface Work {
  readonly rank: Rank
  readonly slot: string
  send: () => Promise<unknown>
  finish: () => void
  tries: number
}

/**
 * Whether sending again may help: after a 4xx reply, or a lost connection. After a time-out the email may
 * already be on its way, so it is not sent again.
 */
function isTemporary(error: unknown): boolean {
  const reply = readReply(error)
  return reply === undefined ? !(error instanceof TimedOut) : reply < 500
}

function classify(error: unknown): ProblemCode {
  if (error instanceof TimedOut) return 'upstream_timeout'
  const reply = readReply(error)
  if (reply === 421 || reply === 450 || reply === 451 || reply === 452 || reply === 429)
    return 'upstream_rate_limited'
  if (reply === 535) return 'upstream_key_rejected'
  return 'upstream_unavailable'
}

/** The number with which a mail server or an HTTP API has answered. */
function readReply(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined
  if ('responseCode' in error && typeof error.responseCode === 'number') return error.responseCode
  if ('statusCode' in error && typeof error.statusCode === 'number') return error.statusCode
  return undefined
}
