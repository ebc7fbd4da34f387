import { createInterface } from 'node:readline/promises'

/**
 * Asks a person until the answer will do, with the usual one for an empty answer. Where there is nobody,
 * the usual one is taken.
 *
 * @param question.choices - what else may be answered; shown.
 * @param question.check - throws what is wrong with an answer; the person reads it, and is asked again.
 */
export async function askFor(
  what: string,
  { usual, choices = [], check }: askFor.Question,
): Promise<string> {
  if (!process.stdin.isTTY) return usual
  const others = choices.filter((choice) => choice !== usual)
  const alternatives = others.length > 0 ? ` (or ${others.join(', ')})` : ''
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    for (;;) {
      const answer =
        (await terminal.question(`${what}${alternatives}: [${usual}] `)).trim() || usual
      try {
        await check(answer)
        return answer
      } catch (error) {
        console.log(error instanceof Error ? error.message : error)
      }
    }
  } finally {
    terminal.close()
  }
}

export declare namespace askFor {
  interface Question {
    usual: string
    choices?: readonly string[] | undefined
    check: (answer: string) => unknown
  }
}
