import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createComponentPages, linkComponentPages, nameStories } from './createComponentPages.ts'
import { createRenderer } from './renderMarkdown.ts'

const root = join(import.meta.dirname, '../..')
const start = nameStories('sign-in-dialog')
const pages = await createComponentPages(root)
const page = pages.find(({ path }) => path === 'components/sign-in-dialog.md') ?? {
  path: '',
  markdown: '',
}

test('default: the pages show every stored picture of a component once', () => {
  const shown = pages.flatMap(({ markdown }) =>
    [...markdown.matchAll(/\.storybook\/pictures\/([\w-]+\.png)/g)].map(([, file]) => file),
  )
  const stored = readdirSync(join(root, '.storybook/pictures'))
  // The email is not a component. `docs/self-hosted.md` shows it.
  expect(shown.sort()).toEqual(stored.filter((file) => !file.startsWith('code-mail-')).sort())
})

test('behavior: without Storybook the site shows pictures', async () => {
  const { html } = (await createRenderer())(page)
  expect(html).toContain(`<img src="../pictures/${start}-rejected.png"`)
  expect(html).not.toContain('storybook')
})

test('behavior: with Storybook the first state is live, and a click on another state shows it in the same place', async () => {
  const { html } = (await createRenderer({ hasStories: true }))(page)
  const [, first, another] =
    /<iframe name="preview"[^>]* src="([^"]*)".*<a href="([^"]*from-a-button)" target="preview"/s.exec(
      html,
    ) ?? []
  const story = `../storybook/iframe.html?id=${start}`
  expect([first, another]).toEqual([`${story}--default`, `${story}--from-a-button`])
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
