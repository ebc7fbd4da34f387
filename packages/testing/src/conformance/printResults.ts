import type { runConformance } from './runConformance.ts'

/** A table for people: what fails says what was seen, and what to do. */
export function printResults({ results, isConformant }: runConformance.ReturnType): string {
  const width = Math.max(...results.map(({ name }) => name.length))
  const lines = results.flatMap(({ name, verdict, says, seen, fix }) => [
    `${marks[verdict]}  ${name.padEnd(width)}  ${says}`,
    ...(verdict === 'fail' ? [`${indent}${' '.repeat(width)}  seen: ${seen}`] : []),
    ...(verdict === 'fail' ? [`${indent}${' '.repeat(width)}  do:   ${fix}`] : []),
    ...(verdict === 'skip' ? [`${indent}${' '.repeat(width)}  left out: ${seen}`] : []),
  ])
  const failed = results.filter(({ verdict }) => verdict === 'fail').length
  const verdict = isConformant ? 'It holds to the contract.' : 'It does not hold to the contract.'
  return [...lines, '', `${results.length} checks, ${failed} failed. ${verdict}`].join('\n')
}

const marks = { pass: 'ok  ', fail: 'FAIL', skip: 'skip' } as const
const indent = ' '.repeat(6)
