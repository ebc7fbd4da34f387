import { createInterface } from 'node:readline/promises'

/**
 * Asks until the answer is valid. An empty answer means the default. Without a terminal the default is used.
 *
 * @param question.choices - the possible answers, which are shown.
 * @param question.check - throws an error that says what is wrong with an answer. The user sees it and is asked again.
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
