import { styleText } from 'node:util'
import { notChecked } from './notChecked.ts'
import type { runConformance } from './runConformance.ts'

/**
 * Formats the results as a table. A failed check shows what was wrong and what to do. Skipped checks are listed
 * below the table by reason, because a method that is not offered skips many checks.
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
  const lines = results
    .filter(({ verdict }) => verdict !== 'skip')
    .flatMap(({ name, verdict, says, seen, fix }) => [
      `${paint(verdict, marks[verdict])}  ${name.padEnd(width)}  ${says}`,
      ...(verdict === 'fail'
        ? [`${below}seen: ${paint('fail', seen ?? '')}`, `${below}do:   ${fix}`]
        : []),
    ])
  const count = (wanted: string) => results.filter(({ verdict }) => verdict === wanted).length
  const counts = `${count('pass')} passed, ${count('fail')} failed, ${count('skip')} skipped.`
  const verdict = isConformant
    ? paint('pass', 'It follows the contract.')
    : paint('fail', 'It does not follow the contract.')
  const skipped = results.filter(({ verdict }) => verdict === 'skip')
  const skippedByReason = [...new Set(skipped.map(({ seen }) => seen))].map((reason) => {
    const names = skipped.filter(({ seen }) => seen === reason).map(({ name }) => name)
    return paint('skip', `  ${reason}: ${names.join(', ')}`)
  })
  const beyond = notChecked.map(({ promise, because }) => `  ${promise} Reason: ${because}.`)
  return [
    ...lines,
    '',
    ...(skippedByReason.length === 0 ? [] : ['Skipped here:', ...skippedByReason, '']),
    'Not checked from outside:',
    ...beyond,
    '',
    `${results.length} checks: ${counts} ${verdict}`,
  ].join('\n')
}

const marks = { pass: 'ok  ', fail: 'FAIL', skip: '' } as const
const colors = { pass: 'green', fail: 'red', skip: 'gray' } as const
