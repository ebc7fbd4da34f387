/** One page of the documentation: markdown, written or generated. */
export interface Page {
  /** Below `docs/`, such as `upstreams/bakkt.md`. Links between pages are relative to it. */
  path: string
  markdown: string
}

/** The first heading, without its marks. */
export function readTitle({ markdown, path }: Page): string {
  return /^# (.+)$/m.exec(markdown)?.[1]?.replaceAll('`', '') ?? path
}

/** Where the page stands in the site, such as `upstreams/bakkt.html`. */
export function toHtmlPath(path: string): string {
  return path.replace(/(^|\/)README\.md$/, '$1index.html').replace(/\.md$/, '.html')
}
