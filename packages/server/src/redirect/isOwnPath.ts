/**
 * Whether a text is a path of this origin however a browser reads it. `//evil`, `/\evil`, and a tab or line
 * break before the second slash are not.
 */
export function isOwnPath(text: string, origin: string): boolean {
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(text) || text.includes('\\')) return false
  return URL.canParse(text, origin) && new URL(text, origin).origin === origin
}
