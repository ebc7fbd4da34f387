import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Page } from './Page.ts'
import type { Rendered } from './renderMarkdown.ts'

/** Returns a sentence for every broken link, anchor or picture. */
export function checkLinks(root: string, pages: ReadonlyMap<Page, Rendered>): string[] {
  const anchorsOf = new Map([...pages].map(([{ path }, { anchors }]) => [path, anchors]))
  const faults: string[] = []
  for (const [{ path }, { links }] of pages)
    for (const link of links) {
      if (/^(https?|mailto):/.test(link)) continue
      const [target = '', anchor] = link.split('#')
      const file = target === '' ? path : posix.join(posix.dirname(path), target)
      const anchors = anchorsOf.get(file)
      if (anchors === undefined && !existsSync(join(root, 'docs', file)))
        faults.push(`docs/${path} links to ${link}, which does not exist.`)
      else if (anchor !== undefined && anchors?.has(anchor) === false)
        faults.push(`docs/${path} links to ${link}, but that page has no such heading.`)
    }
  return faults
}
