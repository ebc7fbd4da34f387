import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createMarkdownRenderer, disposeMdItInstance } from 'vitepress'
import { expect, test } from 'vitest'
import { nameStories } from './createComponentPages.ts'
import { renderForSite } from './renderForSite.ts'

const docs = join(import.meta.dirname, '../../docs')

async function render(markdown: string, { path = 'recipes.md', hasStories = false } = {}) {
  // VitePress otherwise keeps its first renderer.
  disposeMdItInstance()
  const renderer = await createMarkdownRenderer(docs, {
    config: (markdown) => renderForSite(markdown, { hasStories }),
  })
  return renderer.renderAsync(markdown, { relativePath: path })
}

const tabs = `Before.

<!-- tabs: package manager -->

**npm**

Run \`npm install\`.

**pnpm**

Run \`pnpm install\`.

<!-- /tabs -->

After.
`

test('default: text between comments becomes tabs', async () => {
  const html = await render(tabs)
  expect(html).toContain('sharedStateKey="package-manager"')
  expect(html).toMatch(/label="npm"[\s\S]*npm install[\s\S]*label="pnpm"[\s\S]*After\./)
})

test('behavior: tabs with one panel are an error', async () => {
  await expect(render(tabs.replace('**pnpm**', ''))).rejects.toThrow(
    'The tabs "package manager" need at least two panels',
  )
})

test('behavior: the file name of a code block is shown above it', async () => {
  const html = await render('```ts title=app/api/[...path]/route.ts\nconst a = 1\n```\n')
  expect(html).toMatch(/<p class="file">app\/api\/\[\.\.\.path\]\/route\.ts<\/p>[\s\S]*language-ts/)
})

test('behavior: a link to a file outside of `docs/` leads to GitHub', async () => {
  const html = await render(
    '[demo](../../apps/demo/README.md) [errors](../errors/README.md#codes)',
    {
      path: 'guides/express.md',
    },
  )
  expect(html).toMatch(/href="https:\/\/github\.com\/[\w/-]+\/blob\/main\/apps\/demo\/README\.md"/)
  expect(html).toMatch(/href="(?:\.\/)?\.\.\/errors\/#codes"/)
})

const path = 'components/sign-in-dialog.md'
const page = readFileSync(join(docs, path), 'utf8')

test('behavior: without Storybook the site shows pictures', async () => {
  const html = await render(page, { path })
  expect(html).toContain(`${nameStories('sign-in-dialog')}-rejected.png"`)
  expect(html).not.toContain('storybook/iframe')
})

test('behavior: with Storybook the first state is live, and a click on another state shows it in the same place', async () => {
  const html = await render(page, { path, hasStories: true })
  const [, first, another] =
    /<iframe name="preview"[^>]* src="([^"]*)".*<a href="([^"]*from-a-button)" target="preview"/s.exec(
      html,
    ) ?? []
  const story = `../storybook/iframe.html?id=${nameStories('sign-in-dialog')}`
  expect([first, another]).toEqual([`${story}--default`, `${story}--from-a-button`])
})
