import { type Cost, measure } from './load.ts'
import type { Subject } from './subjects.ts'

/**
 * Measures each subject three times, in turns, after a warm-up. The run with the least processor time counts,
 * because it was disturbed the least. An unsuccessful answer ends the benchmark.
 */
export async function compare(subjects: readonly Subject[]): Promise<Cost[]> {
  const best: Cost[] = []
  for (let time = 0; time <= 3; time += 1)
    for (const [index, { name, server, prepare, ...subject }] of subjects.entries()) {
      const rounds = time === 0 ? warmUpRounds : subject.rounds
      const run = await prepare(rounds)
      const cost = await measure(server, rounds, async (ask, turn) => {
        await run(async (call) => {
          const answer = await ask(call)
          if (answer.status >= 300)
            throw new Error(`${name}: ${call.path} answered ${answer.status}: ${answer.body}`)
          return answer
        }, turn)
      })
      if (time === 0) continue
      const former = best[index]
      if (former === undefined || cost.cpuUs < former.cpuUs) best[index] = cost
    }
  return best
}

/** The warm-up of every server. After 2,000 rounds, some servers are still slower than later. */
const warmUpRounds = 3000
