import type { AuthContext } from '../AuthContext.ts'
import { randomBytes } from '../keys/randomBytes.ts'
import { guard } from '../store/guard.ts'
import { waitForNextSlot } from './waitForNextSlot.ts'

/*
 * A wrong code cannot be refused before the upstream has answered, and that may take longer for a user who exists
 * than for one who does not, or the other way round. So each refusal of one kind is sent as late as one of the
 * other kind would have been: the latest of each kind are remembered in the store, in slots of
 * `answerQuantumMs`, and one of the other kind's is drawn. If users are alike, both kinds have the same
 * distribution. In addition nobody is refused before the time that answers about existing users usually take, right
 * codes included, so that users for whom the upstream is always slow are hidden as well.
 *
 * A new store has no times, and nothing else says how long the upstream takes for a user who exists. There, the
 * first answer about an existing user that takes more than a slot is sent later than one about a decoy. To keep it at
 * this one, refusals that are due wait for checks that still run in this process, and read the times again.
 */

/** Whom the upstream was asked about: a user, a decoy, or nobody because the code was no longer valid. */
export type Asked = 'user' | 'decoy' | 'nobody'

/** How many slots the latest answers of the upstream took, the latest first. */
export interface CodeTimes {
  readonly user: readonly number[]
  readonly decoy: readonly number[]
  /** The same for right codes. */
  readonly right: readonly number[]
  /** As stored. */
  readonly text: string | undefined
}

/**
 * Reads the times to wait by. Ask before the upstream is called: a slow call would otherwise find times of
 * requests that came later.
 *
 * @returns `undefined` if there is nothing to hide: without slots, or if the upstream finds its users itself and
 * thus has no decoys.
 */
export async function readCodeTimes(context: AuthContext): Promise<CodeTimes | undefined> {
  const hasDecoys = context.upstream.otp?.resolveUser === undefined
  return hasDecoys && context.answerQuantumMs > 0 ? readTimes(context) : undefined
}

/** Has a code checked, and counts the check as running, for refusals of a new store. */
export async function runCheck<result>(
  context: AuthContext,
  check: () => Promise<result>,
): Promise<result> {
  const checks = checksOf(context)
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
 * @param startedAt - by `performance.now()`.
 */
export async function waitForRefusal(
  context: AuthContext,
  startedAt: number,
  { asked, times }: { asked: Asked; times: CodeTimes | undefined },
): Promise<void> {
  const { answerQuantumMs } = context
  if (times === undefined) return waitForNextSlot(startedAt, answerQuantumMs)
  const slots = countSlots(context, startedAt)
  const drawn = draw(asked === 'user' ? times.decoy : times.user)
  let earliest = Math.max(slots, drawn, findUsual(times))
  if (asked !== 'nobody') await remember(context, times, { [asked]: slots })
  for (;;) {
    await waitForNextSlot(startedAt, answerQuantumMs, earliest * answerQuantumMs)
    if (!isNew(times) || earliest >= maxSlotsIfNew) return
    const isBeside = checksOf(context).running > 0
    const later = isBeside ? earliest + 1 : findUsual(await readTimes(context))
    if (later <= earliest) return
    earliest = later
  }
}

/** Remembers how long the answer about a right code took, which itself waits for nothing. */
export async function rememberRightCode(
  context: AuthContext,
  startedAt: number,
  times: CodeTimes | undefined,
): Promise<void> {
  if (times !== undefined) await remember(context, times, { right: countSlots(context, startedAt) })
}

function countSlots({ answerQuantumMs }: AuthContext, startedAt: number): number {
  return Math.max(1, Math.ceil((performance.now() - startedAt) / answerQuantumMs))
}

/**
 * The second longest, because a single failure must not delay everybody for long; but at least the latest, because
 * the upstream may just have become slow.
 */
function findUsual({ user, right }: CodeTimes): number {
  const [, second = 1] = [...user, ...right].toSorted((one, other) => other - one)
  return Math.max(second, user[0] ?? 1, right[0] ?? 1)
}

/** Whether fewer than two codes of existing users have been checked. */
function isNew({ user, right }: CodeTimes): boolean {
  return user.length + right.length < 2
}

function draw(times: readonly number[]): number {
  const [byte = 0] = randomBytes(1)
  return times[byte % times.length] ?? 1
}

/**
 * Adds a time to those that were read. If others have done so since, reads again.
 *
 * All processes share one entry, which must not be written at each sign-in. So once enough times are known, only a
 * longer one is written at once. Others are samples: one a second for each process, or one an hour if it changes
 * nothing.
 */
async function remember(
  context: AuthContext,
  times: CodeTimes,
  added: { readonly [kind in keyof CodeTimes]?: number },
): Promise<void> {
  const { store } = context
  const checks = checksOf(context)
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
/** 90 days. Few people enter wrong codes. */
const ttlSeconds = 7_776_000
/** Three seconds at the default, which a new store's refusals wait at most for checks beside them. */
const maxSlotsIfNew = 4
const secondMs = 1000
const hourMs = 3_600_000

/** What this process does. */
interface Checks {
  running: number
  /** When it last wrote times, by `performance.now()`. */
  writtenAt: number
}

function checksOf({ store }: AuthContext): Checks {
  const checks = checksByStore.get(store) ?? { running: 0, writtenAt: -hourMs }
  checksByStore.set(store, checks)
  return checks
}

const checksByStore = new WeakMap<AuthContext['store'], Checks>()
