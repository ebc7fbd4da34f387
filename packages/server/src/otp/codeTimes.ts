import type { AuthContext } from '../AuthContext.ts'
import { guard } from '../store/guard.ts'
import { findUsual, pickRandom } from './reserveSlot.ts'
import { waitForNextSlot } from './waitForNextSlot.ts'

/*
 * A wrong code is refused after the upstream has answered. The upstream may need more time for a user who exists than
 * for a decoy (a user who does not exist), or less, so the time could reveal which one it was. To hide that, the
 * store remembers how long the latest answers of both kinds took, in slots of `answerQuantumMs`. A refusal for a user
 * waits at least as long as a randomly chosen answer for a decoy, and vice versa, so both kinds are delayed by the
 * same distribution. No refusal is sent before the time that answers for existing users usually take, including those
 * for correct codes. This also hides users for whom the upstream is always slow.
 *
 * A new store has no times yet. So the first answer for an existing user that takes more than one slot is sent
 * later than an answer for a decoy. To limit this to one answer, a refusal that is due also waits for the
 * checks that still run in this process, and then reads the times again.
 */

/**
 * Whether the upstream checked the code for a user, for a decoy, or not at all because the code was no longer
 * valid.
 */
export type Asked = 'user' | 'decoy' | 'nobody'

/** How many slots the upstream's latest answers took, the latest first. */
export interface CodeTimes {
  readonly user: readonly number[]
  readonly decoy: readonly number[]
  /** How many slots the answers to correct codes took. */
  readonly right: readonly number[]
  /** The stored value that these times were read from. */
  readonly text: string | undefined
}

/**
 * Reads the times of recent answers. Call this before the upstream, because a slow call would otherwise read
 * times of later requests.
 *
 * @returns `undefined` if there is nothing to hide: `answerQuantumMs` is 0, or the upstream finds its users
 * itself, so that there are no decoys.
 */
export async function readCodeTimes(context: AuthContext): Promise<CodeTimes | undefined> {
  const hasDecoys = context.upstream.otp?.resolveUser === undefined
  return hasDecoys && context.answerQuantumMs > 0 ? readTimes(context) : undefined
}

/**
 * Runs a check of a code, and counts it as running while it lasts. Refusals with a new store wait for running
 * checks.
 */
export async function runCheck<result>(
  context: AuthContext,
  check: () => Promise<result>,
): Promise<result> {
  const checks = findChecks(context)
  checks.running += 1
  try {
    return await check()
  } finally {
    checks.running -= 1
  }
}

/**
 * Waits until a wrong code may be refused.
 *
 * @param startedAt - when the request arrived, from `performance.now()`.
 */
export async function waitForRefusal(
  context: AuthContext,
  startedAt: number,
  { asked, times }: { asked: Asked; times: CodeTimes | undefined },
): Promise<void> {
  const { answerQuantumMs } = context
  if (times === undefined) return waitForNextSlot(startedAt, answerQuantumMs)
  const slots = countSlots(context, startedAt)
  const others = asked === 'user' ? times.decoy : times.user
  const drawn = others.length > 0 ? pickRandom(others) : 1
  let earliest = Math.max(slots, drawn, findUsualTime(times))
  if (asked !== 'nobody') await storeTime(context, times, { [asked]: slots })
  for (;;) {
    await waitForNextSlot(startedAt, answerQuantumMs, earliest * answerQuantumMs)
    if (!isNew(times) || earliest >= maxSlotsIfNew) return
    const isAnotherRunning = findChecks(context).running > 0
    const later = isAnotherRunning ? earliest + 1 : findUsualTime(await readTimes(context))
    if (later <= earliest) return
    earliest = later
  }
}

/** Remembers how long the upstream took for a correct code. The answer to a correct code is not delayed. */
export async function rememberRightCode(
  context: AuthContext,
  startedAt: number,
  times: CodeTimes | undefined,
): Promise<void> {
  if (times !== undefined)
    await storeTime(context, times, { right: countSlots(context, startedAt) })
}

function countSlots({ answerQuantumMs }: AuthContext, startedAt: number): number {
  return Math.max(1, Math.ceil((performance.now() - startedAt) / answerQuantumMs))
}

/** Returns how many slots answers for existing users usually take, including those for correct codes. */
function findUsualTime({ user, right }: CodeTimes): number {
  return Math.max(1, findUsual([...user, ...right]), right[0] ?? 1)
}

/** Whether the store is new, that is, fewer than two codes of existing users have been checked. */
function isNew({ user, right }: CodeTimes): boolean {
  return user.length + right.length < 2
}

/**
 * Adds a time to the times that were read. If another request has changed them since, reads them again and
 * retries.
 *
 * All processes share one entry, so it must not be written at each sign-in. Once enough times are stored, a
 * time that is longer than the latest one is written immediately. Each process writes at most one other time a
 * second, or one an hour if the entry stays the same.
 */
async function storeTime(
  context: AuthContext,
  times: CodeTimes,
  added: { readonly [kind in keyof CodeTimes]?: number },
): Promise<void> {
  const { store } = context
  const checks = findChecks(context)
  for (let attempt = 1, known = times; attempt <= maxAttempts; attempt += 1) {
    const text = kinds
      .map((kind) => [...(added[kind] === undefined ? [] : [added[kind]]), ...known[kind]])
      .map((list) => list.slice(0, maxTimes).join())
      .join(';')
    const isNews = kinds.some((kind) =>
      known[kind].length < maxTimes
        ? added[kind] !== undefined
        : isLonger(added[kind], known[kind]),
    )
    const pauseMs = text === known.text ? hourMs : secondMs
    if (!isNews && performance.now() < checks.writtenAt + pauseMs) return
    checks.writtenAt = performance.now()
    if (await guard(() => store.compareAndSet(key, known.text, text, ttlSeconds))) return
    known = await readTimes(context)
  }
}

function isLonger(slots: number | undefined, [latest = 0]: readonly number[]): boolean {
  return slots !== undefined && slots > latest
}

async function readTimes({ store }: AuthContext): Promise<CodeTimes> {
  const text = await guard(() => store.get(key))
  const [user = [], decoy = [], right = []] = (text ?? '')
    .split(';')
    .map((list) => (list === '' ? [] : list.split(',').map(Number)))
  return { user, decoy, right, text }
}

const kinds = ['user', 'decoy', 'right'] as const
const key = 'otp-times:verify'
const maxTimes = 32
const maxAttempts = 5
/** 90 days, because few people enter wrong codes. */
const ttlSeconds = 7_776_000
/** With a new store, a refusal waits for running checks until this slot at the latest: 3 s by default. */
const maxSlotsIfNew = 4
const secondMs = 1000
const hourMs = 3_600_000

/** The state of this process. */
interface Checks {
  running: number
  /** When this process last wrote times, from `performance.now()`. */
  writtenAt: number
}

function findChecks({ store }: AuthContext): Checks {
  const checks = checksByStore.get(store) ?? { running: 0, writtenAt: -hourMs }
  checksByStore.set(store, checks)
  return checks
}

const checksByStore = new WeakMap<AuthContext['store'], Checks>()
