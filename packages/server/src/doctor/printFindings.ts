import type { Finding } from './Finding.ts'

/** The findings for a terminal: what is wrong comes with what to do. */
export function printFindings(
  findings: readonly Finding[],
  { isColored }: { isColored: boolean },
): string {
  const width = Math.max(...findings.map(({ name }) => name.length))
  const paint = (verdict: Finding['verdict'], text: string) =>
    isColored ? `\u001b[${colors[verdict]}m${text}\u001b[0m` : text
  const lines = findings.flatMap(({ name, verdict, says, fix, page }) => [
    `${paint(verdict, marks[verdict])} ${name.padEnd(width)}  ${says}`,
    ...(fix === undefined ? [] : [`${' '.repeat(width + 7)}${fix}`]),
    ...(page === undefined ? [] : [`${' '.repeat(width + 7)}See ${docs}${page}`]),
  ])
  const count = (verdict: Finding['verdict']) =>
    findings.filter((finding) => finding.verdict === verdict).length
  const sum = `${count('ok')} fine, ${count('fail')} to mend, ${count('warn')} to look at, ${count('skip')} not checked`
  return `${lines.join('\n')}\n\n${sum}`
}

const marks = { ok: 'ok  ', warn: 'look', fail: 'MEND', skip: '-   ' } as const
const colors = { ok: 32, warn: 33, fail: 31, skip: 90 } as const
const docs = 'docs/'
