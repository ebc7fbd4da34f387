import { problems, type Recovery } from '../../packages/core/src/errors/problems.ts'

/** Writes the source of `recoveries.ts`: the codes of a table, grouped by recovery. */
export function writeRecoveries(
  table: Readonly<Record<string, { readonly recovery: Recovery }>> = problems,
): string {
  const codes = new Map<Recovery, string[]>()
  for (const [code, { recovery }] of Object.entries(table))
    codes.set(recovery, [...(codes.get(recovery) ?? []), code])
  const groups = [...codes].map(([recovery, group]) => {
    const key = recovery.includes('-') ? `'${recovery}'` : recovery
    const inOneLine = `  ${key}: [${group.map((code) => `'${code}'`).join(', ')}],`
    return inOneLine.length <= 100
      ? inOneLine
      : `  ${key}: [\n${group.map((code) => `    '${code}',\n`).join('')}  ],`
  })
  return `${head}\n${groups.join('\n')}\n${tail}`
}

const head = `/* Generated from the table in \`problems.ts\` by \`npm run generate\`. Do not edit. */
import type { ProblemCode, Recovery } from './problems.ts'

/**
 * Every error code, listed by what to do about it. A browser loads this list instead of the
 * whole table.
 */
export const recoveries = {`

const tail = `} as const satisfies Record<Recovery, readonly ProblemCode[]>

/** Returns the recovery of a code, or \`undefined\` if this version does not know the code. */
export function findRecovery(code: string): Recovery | undefined {
  for (const [recovery, codes] of Object.entries(recoveries) as [Recovery, readonly string[]][])
    if (codes.includes(code)) return recovery
  return undefined
}
`
