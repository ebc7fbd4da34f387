import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createComponentPages, linkComponentPages } from './createComponentPages.ts'

const root = join(import.meta.dirname, '../..')
const pages = await createComponentPages(root)

test('default: the pages show every stored picture of a component once', () => {
  const shown = pages.flatMap(({ markdown }) =>
    [...markdown.matchAll(/\.storybook\/pictures\/([\w-]+\.png)/g)].map(([, file]) => file),
  )
  const stored = readdirSync(join(root, '.storybook/pictures'))
  // The email is not a component. `docs/self-hosted.md` shows it.
  expect(shown.sort()).toEqual(stored.filter((file) => !file.startsWith('code-mail-')).sort())
})

test('behavior: the reference of a component links to its page', () => {
  const reference = {
    path: 'reference/components.md',
    markdown: '# Components\n\n## SignIn\n\nRenders it.\n',
  }
  expect(linkComponentPages(reference, pages).markdown).toBe(
    '# Components\n\n## SignIn\n\n[SignIn in every state](../components/sign-in.md)\n\nRenders it.\n',
  )
})
