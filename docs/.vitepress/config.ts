import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitepress'
import { repositoryUrl } from '../../packages/core/src/errors/docsUrl.ts'
import { createSidebar } from '../../scripts/docs/createSidebar.ts'
import { readPages } from '../../scripts/docs/readPages.ts'
import { renderForSite } from '../../scripts/docs/renderForSite.ts'
import { toAnchor } from '../../scripts/docs/toAnchor.ts'

const root = join(import.meta.dirname, '../..')

/** The documentation site. `scripts/docs.ts` builds it, and adds the files that are not pages. */
export default defineConfig({
  title: 'Kit',
  titleTemplate: ':title · Kit',
  description: 'Signs people in to a React app with a wallet or a code by email.',
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  outDir: join(root, 'docs-site'),
  cacheDir: join(root, '.cache/vitepress'),
  // On GitHub, `README.md` is the page of its folder.
  rewrites: (path) => path.replace(/(^|\/)README\.md$/, '$1index.md'),
  // The pages of the reference are long.
  vite: { build: { chunkSizeWarningLimit: 1000 } },
  ignoreDeadLinks: 'localhostLinks',
  markdown: {
    anchor: { slugify: toAnchor },
    config: (markdown) =>
      renderForSite(markdown, { hasStories: existsSync(join(root, 'storybook-static')) }),
  },
  transformPageData({ filePath }) {
    const markdown = filePath.split('/').at(-1)
    return {
      frontmatter: {
        head: [['link', { rel: 'alternate', type: 'text/markdown', href: markdown }]],
      },
    }
  },
  themeConfig: {
    sidebar: createSidebar(await readPages(root)),
    outline: { level: [2, 3] },
    editLink: { pattern: `${repositoryUrl}/edit/main/docs/:path`, text: 'Edit this page' },
    socialLinks: [{ icon: 'github', link: repositoryUrl }],
    search: {
      provider: 'local',
      options: {
        miniSearch: {
          searchOptions: {
            fuzzy: 0.15,
            prefix: true,
            combineWith: 'AND',
            boost: { title: 4, text: 2, titles: 1 },
            boostDocument: weighPage,
          },
        },
      },
    },
  },
})

/**
 * Pages that explain come first in the results; lists of tests, decisions and pictures come after them. A long
 * word is usually the name of an option, which the reference explains.
 */
function weighPage(id: string, term: string): number {
  const lists =
    /^\/(?:claims|threats|upstream-contracts|sign-in-pains|code-field|benchmarks|dependencies|decisions)\b/
  if (lists.test(id)) return 0.2
  if (/^\/(?:components\/|reference\/server-upstreams)/.test(id)) return 0.5
  return id.startsWith('/reference/') && term.length > 14 ? 4 : 1
}
