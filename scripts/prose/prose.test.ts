import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { collectProse } from './collectProse.ts'
import { findFaults } from './findFaults.ts'

const root = join(import.meta.dirname, '../..')

test('default: comments, names of tests and paragraphs are prose, code is not', () => {
  const source = [
    '/** First. @example code() */',
    'const a = 1 // second',
    '// third,',
    '// and more `code alone`',
    "test('behavior: fourth', () => { call('no prose') })",
  ].join('\n')
  expect(collectProse('a.test.ts', source).map(({ text }) => text)).toEqual([
    'behavior: fourth',
    'First.',
    'second third, and more `code`',
  ])
  const page = '# Title\n\nA paragraph\nin two lines.\n\n```ts\nalone\n```\n- item\n'
  expect(collectProse('a.md', page)).toEqual([
    { line: 1, text: '# Title' },
    { line: 3, text: 'A paragraph in two lines.' },
    { line: 9, text: '- item' },
  ])
})

test.for([
  'Who is signed out leaves nothing in the cache.',
  'The tab has a clock of its own.',
  'Of each multiple the newest answer is kept.',
  'For the owner alone.',
  'What is no JSON says nothing.',
  'The page is told of it.',
  'The name, or else the address.',
  'Two tries left.',
  'The wallet shows another account than the session.',
  'This replaces the id by a pseudonym.',
  'Components that a request has not, are left out.',
])('behavior: %j is a fault', (sentence) => {
  expect(findFaults(collectProse('a.ts', `// ${sentence}`))).toHaveLength(1)
  expect(findFaults(collectProse('a.md', sentence))).toHaveLength(1)
})

test.for([
  'Signing out clears the cache.',
  'The default stands alone.',
  'It is no longer needed.',
  'Anyone else is refused.',
  'Who am I?',
  'There is no other way than this.',
  'The id is replaced by a pseudonym.',
])('behavior: %j is fine', (sentence) => {
  expect(findFaults(collectProse('a.ts', `// ${sentence}`))).toEqual([])
})

test('behavior: cspell refuses a misspelled and a forbidden word', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'prose-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'page.md'), 'A mispelled word, an e-mail and a SIWE message.\n')
  const config = join(root, 'cspell.config.yaml')
  const command = promisify(execFile)(
    join(root, 'node_modules/.bin/cspell'),
    ['lint', '--no-progress', '--words-only', '--root', folder, '--config', config, '**'],
    { cwd: folder },
  )
  await expect(command).rejects.toMatchObject({ code: 1, stdout: 'mispelled\ne-mail\n' })
})
