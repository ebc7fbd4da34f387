/**
 * Parses the URL of a request. A target without a host is a path, so that `//evil` does not become a host.
 * Anything that is not an http(s) URL, or that contains a backslash (which some parsers treat as a slash),
 * becomes the path `/`, which has no route.
 */
export function readUrl(target: string): URL {
  const text = target.startsWith('/') ? `http://localhost${target}` : target
  const [path = ''] = text.split('?')
  const isReadable = /^https?:\/\//i.test(text) && !path.includes('\\') && URL.canParse(text)
  return new URL(isReadable ? text : 'http://localhost/')
}
