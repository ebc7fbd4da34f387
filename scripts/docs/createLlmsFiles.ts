import { menu, walk } from './menu.ts'
import { type Page, readTitle } from './Page.ts'

/**
 * Creates the files for language models. `llms.txt` lists the pages, each of which is next to its HTML as
 * Markdown, and `llms-full.txt` contains all pages except the reference, which is long and only listed.
 *
 * @see {@link https://llmstxt.org}
 */
export function createLlmsFiles(
  pages: readonly Page[],
): Record<'llms.txt' | 'llms-full.txt', string> {
  const byPath = new Map(pages.map((page) => [page.path, page]))
  const groups = Object.entries(menu).map(([title, paths]) => {
    const items = paths.flatMap((path) => {
      const page = byPath.get(path)
      return page === undefined ? [] : [`- [${readTitle(page)}](${path}): ${readSummary(page)}`]
    })
    return `## ${title}\n\n${items.join('\n')}\n`
  })
  const head = `# Kit\n\n> ${summary}\n`
  const whole = walk.filter((path) => !/^reference\/|^(?:threats|benchmarks)\.md$/.test(path))
  const texts = whole.flatMap((path) => {
    const page = byPath.get(path)
    return page === undefined ? [] : [`<!-- ${path} -->\n\n${page.markdown}`]
  })
  return {
    'llms.txt': `${head}\n${groups.join('\n')}`,
    'llms-full.txt': `${head}\n${texts.join('\n')}`,
  }
}

/** Returns the first sentence below the title. */
function readSummary({ markdown }: Page): string {
  const paragraphs = markdown.split(/\n\n+/).slice(1)
  const prose = paragraphs.find((text) => /^[A-Z"`[]/.test(text)) ?? ''
  const line = prose.replace(/\s+/g, ' ').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
  return /^.*?[.:](?= |$)/.exec(line)?.[0] ?? line
}

const summary =
  'Signs people in to a React app with a wallet (Sign-In with Ethereum) or a code by email, against your own database or a third-party API. Packages: @kit/react, @kit/server, @kit/core, @kit/testing, @kit/sandbox. They are not on a registry yet and come from a clone of the repository.'
