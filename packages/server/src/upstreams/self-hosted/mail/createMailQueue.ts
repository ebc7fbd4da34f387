import type { ProblemCode } from '@kit/core'
import { explainLostMail } from '../../../audit/explainInDevelopment.ts'
import { TimedOut, within } from '../../../within.ts'
import type { UpstreamRuntime } from '../../Upstream.ts'
import { type MailFault, readFault } from './readFault.ts'

/**
 * Sends emails after the answer: a few at once, the others from a queue with a limit. Emails for known browsers come
 * first and have a separate part of the queue, so that any number of other requests does not delay them. A temporary
 * failure is retried while the code is valid, because some mail servers refuse a sender's first attempts for minutes
 * (greylisting). An email is dropped if there is a later one for the same slot, or if its code has expired. The
 * operator gets an event for each failure. The user gets no error.
 */
export function createMailQueue(
  { emit, waitUntil, now }: Pick<UpstreamRuntime, 'emit' | 'waitUntil' | 'now'>,
  { maxWaiting = 1000, maxRunning = 5, timeoutMs = 30_000, retryDelaysMs = defaultDelaysMs } = {},
) {
  const waiting: Record<Rank, Work[]> = { known: [], stranger: [] }
  /** The latest email for each slot. */
  const latest = new Map<string, Work>()
  let running = 0

  return {
    /**
     * @param mail.slot - identifies what the code is for. A later email for the same slot replaces this one.
     * @param mail.endsAt - when the code expires, in ms since 1970.
     */
    add(send: () => Promise<unknown>, { rank, slot, endsAt }: Mail): void {
      if (waiting[rank].length >= maxWaiting) report('rate_limited')
      else
        waitUntil(
          new Promise<void>((resolve) => {
            const finish = () => {
              if (latest.get(slot) === work) latest.delete(slot)
              resolve()
            }
            const work: Work = { send, rank, slot, endsAt, finish, tries: 0 }
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
      if (now() >= work.endsAt)
        throw new TimedOut('The code expired before its email could be sent.')
      const result = await within(timeoutMs, work.send, createTimedOut)
      assertIsSent(result)
      work.finish()
    } catch (error) {
      const { code, isTemporary } = classify(error)
      report(code)
      explainLostMail(error)
      const delayMs = isTemporary ? retryDelaysMs[work.tries] : undefined
      work.tries += 1
      if (delayMs === undefined || now() + delayMs >= work.endsAt) work.finish()
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

interface Mail {
  readonly rank: Rank
  readonly slot: string
  readonly endsAt: number
}

interface Work extends Mail {
  send: () => Promise<unknown>
  finish: () => void
  tries: number
}

/**
 * Some SDKs, such as Resend's, do not reject if they cannot send an email, but resolve with `{ error }`.
 *
 * @throws that error.
 */
function assertIsSent(result: unknown): void {
  if (typeof result !== 'object' || result === null || !('error' in result)) return
  if (result.error != null && result.error !== false) throw result.error
}

const createTimedOut = () => new TimedOut('Sending the email took too long.')

function classify(error: unknown): MailFault {
  // The email may already have been sent, or its code has expired.
  return error instanceof TimedOut
    ? { code: 'upstream_timeout', isTemporary: false }
    : readFault(error)
}
