/** Creates the same anchor as GitHub from the text of a heading, so that a link works there and in the site. */
export function toAnchor(text: string): string {
  const plain = text.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '')
  return plain.trim().replace(/\s/g, '-')
}
