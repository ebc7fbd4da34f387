/** One page of the documentation: Markdown, written by hand or generated. */
export interface Page {
  /** The path below `docs/`, such as `upstreams/bakkt.md`. Links between pages are relative to it. */
  path: string
  markdown: string
}

/** Returns the first heading, without its Markdown marks. */
export function readTitle({ markdown, path }: Page): string {
  return /^# (.+)$/m.exec(markdown)?.[1]?.replaceAll('`', '') ?? path
}
