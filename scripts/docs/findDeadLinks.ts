import { posix } from 'node:path'
import { toAnchor } from './toAnchor.ts'

/**
 * Finds the links in Markdown files that are broken when the repository is browsed on GitHub, where ignored and built
 * files are missing: their file or their heading does not exist.
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
  const anchorsOf = new Map([...pages].map(([path, markdown]) => [path, findAnchors(markdown)]))
  return [...pages].flatMap(([path, markdown]) =>
    findLinks(markdown).flatMap((link) => {
      const target = resolve(path, link)
      if (!tracked.has(target) && !folders.has(target))
        return [`${path} links to ${link}, which is not in the repository.`]
      const [, anchor] = link.split('#')
      const isDead = anchor !== undefined && anchorsOf.get(target)?.has(anchor) === false
      return isDead ? [`${path} links to ${link}, but that page has no such heading.`] : []
    }),
  )
}

/** Finds the anchors of the headings. A repeated heading gets a number. */
function findAnchors(markdown: string): Set<string> {
  const anchors = new Set<string>()
  for (const [, text = ''] of hideCode(markdown).matchAll(/^#{1,6} (.+)$/gm)) {
    const anchor = toAnchor(text)
    let unique = anchor
    for (let count = 1; anchors.has(unique); count += 1) unique = `${anchor}-${count}`
    anchors.add(unique)
  }
  return anchors
}

/** Finds links and pictures inside the repository. Code blocks only show links, so they are skipped. */
function findLinks(markdown: string): string[] {
  const prose = hideCode(markdown).replace(/`[^`\n]*`/g, '')
  const links = [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)].map(
    ([, link = '']) => link,
  )
  return links.filter((link) => !/^[a-z]+:/.test(link))
}

function hideCode(markdown: string): string {
  return markdown.replace(/^(```|~~~)[\s\S]*?^\1/gm, '')
}

function resolve(page: string, link: string): string {
  if (link.startsWith('#')) return page
  const path = decodeURIComponent(link.replace(/[#?].*$/, ''))
  return posix.join(posix.dirname(page), path).replace(/\/$/, '')
}
