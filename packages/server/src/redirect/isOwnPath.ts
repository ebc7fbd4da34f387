/**
 * Whether every browser reads a text as a path of this origin. That excludes `//evil`, `/\evil`, and a tab or
 * line break before the second slash.
 */
export function isOwnPath(text: string, origin: string): boolean {
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(text) || text.includes('\\')) return false
  return URL.canParse(text, origin) && new URL(text, origin).origin === origin
}
