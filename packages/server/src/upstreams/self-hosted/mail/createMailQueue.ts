import type { ProblemCode } from '@kit/core'
import { explainLostMail } from '../../../audit/explainInDevelopment.ts'
import { TimedOut, within } from '../../../within.ts'
import type { UpstreamRuntime } from '../../Upstream.ts'

/**
 * Sends emails after the answer: a few at once, the others from a queue with a limit. Emails for known browsers
 * come first and have a separate part of the queue, so that any number of other requests does not delay them. A
 * temporary failure is retried while the code is valid, because some mail servers refuse a sender's first
 * attempts for minutes (greylisting). If a later email for the same slot exists, the earlier one is no longer
 * sent. The operator gets an event for each failure. The user gets no error.
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
    /** @param slot - identifies what the code is for. A later email for the same slot replaces this one. */
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

/**
 * The pauses between attempts: seven and a half minutes in all, within the ten minutes for which a code is
 * usually valid.
 */
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
 * Whether sending again may succeed: after a 4xx reply, or if the connection was lost. After a timeout the
 * email may already have been sent, so it is not sent again.
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

/** Returns the reply code of a mail server or the status of an HTTP API. */
function readReply(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined
  if ('responseCode' in error && typeof error.responseCode === 'number') return error.responseCode
  if ('statusCode' in error && typeof error.statusCode === 'number') return error.statusCode
  return undefined
}
