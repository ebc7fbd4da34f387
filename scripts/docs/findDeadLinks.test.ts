import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findDeadLinks } from './findDeadLinks.ts'

const tracked = new Set(['README.md', 'docs/theming.md', 'packages/core/README.md'])
const find = (path: string, markdown: string) => findDeadLinks(new Map([[path, markdown]]), tracked)

test('default', () => {
  const markdown =
    '[Theming](docs/theming.md#colours) [core](packages/core) [here](#here) [npm](https://x.example)'
  expect(find('README.md', `${markdown}\n## Here\n`)).toEqual([])
  expect(find('docs/theming.md', '[core](../packages/core/README.md) [root](../)')).toEqual([])
})

test('behavior: a page that only a build creates counts as missing', () => {
  expect(find('docs/theming.md', 'See [the hooks](reference/hooks.md).')).toEqual([
    'docs/theming.md links to reference/hooks.md, which is not in the repository.',
  ])
})

test('behavior: a link to a heading that does not exist is reported, even on another page', () => {
  expect(find('README.md', '## One two\n## One two\n[a](#one-two-1) [b](#two)')).toEqual([
    'README.md links to #two, but that page has no such heading.',
  ])
  const pages = new Map([
    ['README.md', '[Colours](docs/theming.md#colours)'],
    ['docs/theming.md', '```sh\n# Colours\n```\n'],
  ])
  expect(findDeadLinks(pages, tracked)).toEqual([
    'README.md links to docs/theming.md#colours, but that page has no such heading.',
  ])
})

test('behavior: pictures count, links in code do not', () => {
  expect(find('README.md', '![card](docs/images/card.png)')).toHaveLength(1)
  expect(find('README.md', '`[a](b.md)`\n```md\n[a](b.md)\n```\n')).toEqual([])
})

test('behavior: no page of this repository has a dead link when it is browsed on GitHub', () => {
  const root = join(import.meta.dirname, '../..')
  const list = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' })
  const files = list.split('\n').filter((file) => existsSync(join(root, file)))
  const pages = files.filter((file) => /(?<!templates\/.*)\.md$/.test(file))
  const texts = new Map(pages.map((file) => [file, readFileSync(join(root, file), 'utf8')]))
  expect(findDeadLinks(texts, new Set(files))).toEqual([])
})
