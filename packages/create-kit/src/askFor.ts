import { createInterface } from 'node:readline/promises'

/** Asks a person, with the first choice for an empty answer. Where there is nobody, it is taken. */
export async function askFor(
  what: string,
  choices: readonly [string, ...string[]],
): Promise<string> {
  const [usual, ...others] = choices
  if (!process.stdin.isTTY) return usual
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const alternatives = others.length > 0 ? ` (or ${others.join(', ')})` : ''
  const answer = await terminal.question(`${what}${alternatives}: [${usual}] `)
  terminal.close()
  return answer.trim() || usual
}
