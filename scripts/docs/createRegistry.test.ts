import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRegistry } from './createRegistry.ts'

const root = join(import.meta.dirname, '../..')

interface Item {
  name: string
  dependencies?: string[]
  registryDependencies?: string[]
  files: { path: string; target?: string; content: string }[]
}

const texts = await createRegistry(root)
const items: Item[] = Object.entries(texts)
  .filter(([name]) => name !== 'registry.json')
  .map(([, text]) => JSON.parse(text))

test('default', () => {
  const signIn = items.find(({ name }) => name === 'sign-in')
  expect(signIn?.files.map(({ path }) => path)).toEqual([
    'components/sign-in.tsx',
    'components/code-form.tsx',
    'components/user-button.tsx',
    'components/wallet-buttons.tsx',
    'lib/auth.ts',
    'app/api/auth/[...path]/route.ts',
  ])
  expect(signIn?.registryDependencies).toEqual(['button', 'card', 'dropdown-menu', 'input'])
})

test('behavior: the index lists every item, without the text of its files', () => {
  const index: { items: Item[] } = JSON.parse(texts['registry.json'] ?? '')
  expect(index.items.map(({ name }) => name)).toEqual(items.map(({ name }) => name))
  expect(texts['registry.json']).not.toContain('"content"')
})

test.for(items.map((item) => [item.name, item] as const))(
  'behavior: %s contains every file that its files import',
  ([, { files, registryDependencies = [] }]) => {
    const paths = files.map(({ path }) => path.replace(/\.tsx?$/, ''))
    for (const { content } of files)
      for (const [, from = ''] of content.matchAll(/from '([^']+)'/g)) {
        const ui = /^@\/components\/ui\/(.+)$/.exec(from)?.[1]
        if (ui !== undefined) expect(registryDependencies).toContain(ui)
        else if (from.startsWith('@/')) expect(paths).toContain(from.slice('@/'.length))
        else expect(from).toMatch(/^(?:@kit\/(?:react|server)(?:\/|$)|react$)/)
      }
  },
)

test('security: no item makes shadcn install another publisher’s packages with the Kit’s names', () => {
  for (const { dependencies = [] } of items)
    expect(dependencies.filter((name) => /kit/.test(name))).toEqual([])
})

test('behavior: the guide lists every item', () => {
  const guide = readFileSync(join(root, 'docs/guides/shadcn.md'), 'utf8')
  const listed = [...guide.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name)
  expect(listed).toEqual(items.map(({ name }) => name))
})
