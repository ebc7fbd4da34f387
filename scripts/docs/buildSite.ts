import { existsSync } from 'node:fs'
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { build } from 'vitepress'
import { createLlmsFiles } from './createLlmsFiles.ts'
import { createRegistry } from './createRegistry.ts'
import type { Page } from './Page.ts'

/**
 * Builds the documentation to `docs-site/` with VitePress (`docs/.vitepress`), and adds what is not a page: each
 * page as Markdown, the OpenAPI document, the files for language models, the shadcn registry, and Storybook if
 * `npm run build:storybook` has built it.
 *
 * @throws Error if a page cannot be built, or links to a page that does not exist.
 */
export async function buildSite(root: string, pages: readonly Page[]): Promise<void> {
  const site = join(root, 'docs-site')
  await build(join(root, 'docs'))
  const files = Object.entries({
    ...Object.fromEntries(pages.map(({ path, markdown }) => [path, markdown])),
    ...createLlmsFiles(pages),
    ...Object.fromEntries(
      Object.entries(await createRegistry(root)).map(([name, text]) => [`r/${name}`, text]),
    ),
  })
  for (const [name, text] of files) {
    await mkdir(dirname(join(site, name)), { recursive: true })
    await writeFile(join(site, name), text)
  }
  await cp(join(root, 'docs/reference/openapi.json'), join(site, 'reference/openapi.json'))
  const storybook = join(root, 'storybook-static')
  if (existsSync(storybook)) await cp(storybook, join(site, 'storybook'), { recursive: true })
}
