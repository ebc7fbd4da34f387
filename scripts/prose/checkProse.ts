import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { collectProse } from './collectProse.ts'
import { findFaults } from './findFaults.ts'

/*
 * Checks comments, test names and Markdown against the wordings in `rules.ts`. cspell checks the spelling
 * before this (`npm run prose`). Generated pages, dictionaries in other languages and foreign licenses are not
 * checked.
 */
const root = join(import.meta.dirname, '../..')
const skipped =
  /^(?:docs\/(?:reference|errors)\/|packages\/react\/src\/locales\/|THIRD-PARTY|.*fixtures\/spruceid)/
const files = execFileSync('git', ['ls-files', '*.ts', '*.tsx', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && !skipped.test(file))

let count = 0
for (const file of files) {
  const source = await readFile(join(root, file), 'utf8')
  for (const { line, words, instead } of findFaults(collectProse(file, source))) {
    count += 1
    console.error(`${file}:${line}: "${words}". Write ${instead}.`)
  }
}
console.log(`${files.length} files, ${count} wordings to change (scripts/prose/rules.ts)`)
process.exitCode = count > 0 ? 1 : 0
