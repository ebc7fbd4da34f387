import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createApiPage } from './createApiPage.ts'
import { createComponentPages, linkComponentPages } from './createComponentPages.ts'
import { createReference } from './createReference.ts'
import { createTokensPage } from './createTokensPage.ts'
import type { Page } from './Page.ts'

/** Reads the pages that are in `docs/`. */
export async function readPages(root: string): Promise<Page[]> {
  const pages: Page[] = []
  for await (const file of glob('**/*.md', { cwd: join(root, 'docs') })) {
    const markdown = await readFile(join(root, 'docs', file), 'utf8')
    pages.push({ path: file.replaceAll('\\', '/'), markdown })
  }
  return pages
}

/** Generates pages from the packages. They are committed, because people read them on GitHub. */
export async function generatePages(root: string, pages: readonly Page[]): Promise<Page[]> {
  const openApi = await readFile(join(root, 'docs/reference/openapi.json'), 'utf8')
  const tokens = await readFile(join(root, 'packages/react/src/styles/tokens.css'), 'utf8')
  const components = await createComponentPages(root)
  const reference = await createReference(root)
  return [
    ...reference.map((page) =>
      page.path === 'reference/components.md' ? linkComponentPages(page, components) : page,
    ),
    ...components,
    createApiPage(openApi),
    createTokensPage(tokens),
    createDecisionsPage(pages),
  ]
}

function createDecisionsPage(pages: readonly Page[]): Page {
  const rows = pages
    .filter(({ path }) => path.startsWith('decisions/') && !path.endsWith('README.md'))
    .toSorted((one, other) => other.path.localeCompare(one.path))
    .map(({ path, markdown }) => {
      const file = path.slice('decisions/'.length)
      return `- ${file.slice(0, 10)}: [${/^# (.+)$/m.exec(markdown)?.[1] ?? file}](${file})`
    })
  return {
    path: 'decisions/README.md',
    markdown: `# Decisions\n\nWhat was chosen, and why.\n\n${rows.join('\n')}\n`,
  }
}
