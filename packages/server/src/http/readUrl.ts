/**
 * Reads the URL of a request. A target without a host is a path, so text after two slashes must not become a
 * host. Anything that is not a web address, or contains a backslash (which some parsers treat as a slash),
 * becomes the path `/`, where nothing is.
 */
export function readUrl(target: string): URL {
  const text = target.startsWith('/') ? `http://localhost${target}` : target
  const [path = ''] = text.split('?')
  const isReadable = /^https?:\/\//i.test(text) && !path.includes('\\') && URL.canParse(text)
  return new URL(isReadable ? text : 'http://localhost/')
}
