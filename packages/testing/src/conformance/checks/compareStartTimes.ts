import type { Stage } from '../Check.ts'
import { CheckSkipped } from '../CheckSkipped.ts'
import { createStranger } from './stateChanging.ts'

/**
 * Compares how long `POST /otp/start` takes for a known and for unknown addresses.
 *
 * A busy machine must not look like a leak. The samples alternate, so that a slow minute affects both addresses
 * alike, and a difference counts only if three separate rounds show it in the same direction. One round of
 * eight samples each looks like a leak by chance once in 96 times, but three rounds in one direction do so less
 * than once in a million times. The comparison ends with the first round without a difference.
 *
 * @returns what differs, or `undefined`.
 * @throws CheckSkipped when the limits of the route allow too few starts.
 */
export async function compareStartTimes(stage: Stage): Promise<string | undefined> {
  const differences: number[] = []
  while (differences.length < rounds) {
    const differenceMs = findDifference(await measure(stage, differences[0]))
    const isSuspicious =
      differenceMs !== 0 &&
      differences.every((other) => Math.sign(other) === Math.sign(differenceMs))
    if (!isSuspicious) return undefined
    differences.push(differenceMs)
  }
  const texts = differences.map((ms) => `${Math.round(ms)} ms`)
  return `a known address takes longer by ${texts.join(', ')} (medians of three rounds)`
}

interface Times {
  readonly known: readonly number[]
  readonly unknown: readonly number[]
}

/**
 * Measures one round: pairs of starts, in which the known and the unknown address take turns at being first.
 */
async function measure(stage: Stage, suspectedMs: number | undefined): Promise<Times> {
  const known: number[] = []
  const unknown: number[] = []
  for (let pair = 0; pair < pairs; pair += 1) {
    const starts = [
      [unknown, createStranger()],
      [known, stage.knownEmail ?? ''],
    ] as const
    for (const [times, identifier] of pair % 2 === 0 ? starts : starts.toReversed()) {
      const visitor = stage.visit()
      const startedAt = performance.now()
      const init = { body: { identifier }, isPatient: false }
      const { status } = await visitor.send('POST', '/otp/start', init)
      // A refusal by a limit is faster than any work, so its time says nothing about addresses.
      if (status === 202) times.push(performance.now() - startedAt)
    }
  }
  if (Math.min(known.length, unknown.length) >= fewest) return { known, unknown }
  const seen =
    suspectedMs === undefined
      ? ''
      : ` again, after a first difference of ${Math.round(suspectedMs)} ms`
  throw new CheckSkipped(`the limits of the route allow too few starts to compare times${seen}`)
}

/**
 * Returns how much longer a known address takes, by the medians.
 *
 * @returns 0 if the samples overlap too much, or if the difference is too small to be measured over a network.
 */
function findDifference({ known, unknown }: Times): number {
  const differenceMs = median(known) - median(unknown)
  if (Math.abs(differenceMs) < smallestMs) return 0
  // The Mann-Whitney statistic: the share of pairs in which the known address took longer. One very slow
  // sample changes it by as little as a slightly slow one.
  const pairs = known.flatMap((one) => unknown.map((other) => one > other))
  const share = pairs.filter(Boolean).length / pairs.length
  const isApart = differenceMs > 0 ? share >= apart : share <= 1 - apart
  return isApart ? differenceMs : 0
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const half = sorted.length / 2
  const [low = 0, high = low] = sorted.slice(Math.ceil(half) - 1, Math.floor(half) + 1)
  return (low + high) / 2
}

const rounds = 3
const pairs = 8
/**
 * The samples of each kind that a round needs. Six samples would look suspicious by chance once in 38 times.
 */
const fewest = 6
const apart = 0.875
const smallestMs = 25
