import { expect, test } from 'vitest'
import { createSchedule, type Scheduled } from './createSchedule.ts'

interface Entry extends Scheduled {
  readonly endsAt: number
}

/** Generates the same pseudo-random numbers each time. */
function createNumbers(seed: number) {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state
  }
}

test('behavior: the entry that ends first is always first, whatever is added and removed', () => {
  const next = createNumbers(7)
  const schedule = createSchedule<Entry>((one, other) => one.endsAt < other.endsAt)
  const model: Entry[] = []
  for (let step = 0; step < 5000; step += 1) {
    const chosen = model[next() % Math.max(1, model.length)]
    if (next() % 3 === 0 && chosen !== undefined) {
      schedule.remove(chosen)
      model.splice(model.indexOf(chosen), 1)
    } else {
      const entry = { endsAt: next() % 1000, place: 0 }
      schedule.add(entry)
      model.push(entry)
    }
    const ends = model.map(({ endsAt }) => endsAt)
    expect(schedule.first()?.endsAt).toBe(ends.length === 0 ? undefined : Math.min(...ends))
  }
  expect(model.length).toBeGreaterThan(500)
})

test('behavior: an insertion takes few steps, even into a million entries', () => {
  const next = createNumbers(7)
  let steps = 0
  const schedule = createSchedule<Entry>((one, other) => {
    steps += 1
    return one.endsAt < other.endsAt
  })
  const most = { add: 0, remove: 0 }
  for (let count = 0; count < 1_000_000; count += 1) {
    steps = 0
    schedule.add({ endsAt: next(), place: 0 })
    most.add = Math.max(most.add, steps)
  }
  for (let count = 0; count < 1000; count += 1) {
    const first = schedule.first()
    steps = 0
    if (first !== undefined) schedule.remove(first)
    most.remove = Math.max(most.remove, steps)
  }
  expect(most.add).toBeLessThanOrEqual(20)
  expect(most.remove).toBeLessThanOrEqual(41)
})
