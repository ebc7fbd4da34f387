import { docsUrl } from '@kit/core/internal/errors/docsUrl'
import type { Finding } from './Finding.ts'

/** Formats the findings for a terminal. Each problem is followed by what to do about it. */
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
    ...(page === undefined ? [] : [`${' '.repeat(width + 7)}See ${docsUrl}/${page}`]),
  ])
  const count = (verdict: Finding['verdict']) =>
    findings.filter((finding) => finding.verdict === verdict).length
  const sum = `${count('ok')} passed, ${count('fail')} to fix, ${count('warn')} to review, ${count('skip')} not checked`
  return `${lines.join('\n')}\n\n${sum}`
}

const marks = { ok: 'ok  ', warn: 'warn', fail: 'FAIL', skip: '-   ' } as const
const colors = { ok: 32, warn: 33, fail: 31, skip: 90 } as const
