import { styleText } from 'node:util'
import type { runConformance } from './runConformance.ts'

/**
 * A table for people: what fails says what was seen, and what to do.
 *
 * @param options.isColored - for terminals. Default false.
 */
export function printResults(
  { results, isConformant }: runConformance.ReturnType,
  { isColored = false }: { isColored?: boolean } = {},
): string {
  const paint = (color: keyof typeof colors, text: string) =>
    isColored ? styleText(colors[color], text, { validateStream: false }) : text
  const width = Math.max(...results.map(({ name }) => name.length))
  const below = ' '.repeat(6 + width + 2)
  const lines = results.flatMap(({ name, verdict, says, seen, fix }) => [
    `${paint(verdict, marks[verdict])}  ${name.padEnd(width)}  ${says}`,
    ...(verdict === 'fail'
      ? [`${below}seen: ${paint('fail', seen ?? '')}`, `${below}do:   ${fix}`]
      : []),
    ...(verdict === 'skip' ? [paint('skip', `${below}left out: ${seen}`)] : []),
  ])
  const count = (wanted: string) => results.filter(({ verdict }) => verdict === wanted).length
  const counts = `${count('pass')} passed, ${count('fail')} failed, ${count('skip')} left out.`
  const verdict = isConformant
    ? paint('pass', 'It holds to the contract.')
    : paint('fail', 'It does not hold to the contract.')
  return [...lines, '', `${results.length} checks: ${counts} ${verdict}`].join('\n')
}

const marks = { pass: 'ok  ', fail: 'FAIL', skip: 'skip' } as const
const colors = { pass: 'green', fail: 'red', skip: 'gray' } as const
