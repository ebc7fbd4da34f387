import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createApiPage } from './createApiPage.ts'
import { createReference } from './createReference.ts'
import { createTokensPage } from './createTokensPage.ts'
import type { Page } from './Page.ts'

/** All pages: the markdown below `docs/`, and what is generated from the packages. */
export async function readPages(root: string): Promise<Page[]> {
  const pages: Page[] = []
  for await (const file of glob('**/*.md', { cwd: join(root, 'docs') })) {
    const markdown = await readFile(join(root, 'docs', file), 'utf8')
    pages.push({ path: file.replaceAll('\\', '/'), markdown })
  }
  const openApi = await readFile(join(root, 'docs/reference/openapi.json'), 'utf8')
  const tokens = await readFile(join(root, 'packages/react/src/styles/tokens.css'), 'utf8')
  pages.push(
    ...(await createReference(root)),
    createApiPage(openApi),
    createTokensPage(tokens),
    createDecisionsPage(pages),
  )
  return pages.toSorted((one, other) => one.path.localeCompare(other.path))
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
