import { posix } from 'node:path'

/**
 * Finds the links in Markdown files that are broken when the repository is browsed on a forge, where ignored
 * and built files are missing.
 *
 * @param pages - the text of each page by its path.
 * @param tracked - the path of each committed file.
 * @returns A sentence for each dead link.
 */
export function findDeadLinks(
  pages: ReadonlyMap<string, string>,
  tracked: ReadonlySet<string>,
): string[] {
  const folders = new Set(['', '.'])
  for (const file of tracked)
    for (let at = posix.dirname(file); at !== '.'; at = posix.dirname(at)) folders.add(at)
  return [...pages].flatMap(([path, markdown]) =>
    findLinks(markdown)
      .map((link) => ({ link, target: resolve(path, link) }))
      .filter(({ target }) => !tracked.has(target) && !folders.has(target))
      .map(({ link }) => `${path} links to ${link}, which is not in the repository.`),
  )
}

/** Finds links and pictures inside the repository. Code blocks only show links, so they are skipped. */
function findLinks(markdown: string): string[] {
  const prose = markdown.replace(/^(```|~~~)[\s\S]*?^\1/gm, '').replace(/`[^`\n]*`/g, '')
  const links = [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)].map(
    ([, link = '']) => link,
  )
  return links.filter((link) => !/^(?:[a-z]+:|#)/.test(link))
}

function resolve(page: string, link: string): string {
  const path = decodeURIComponent(link.replace(/[#?].*$/, ''))
  return posix.join(posix.dirname(page), path).replace(/\/$/, '')
}
