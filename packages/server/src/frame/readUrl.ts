/**
 * The address of a request. A target without a host is a path: two slashes must not make a host of what
 * follows them. What is no address of the web, or has a backslash that one reader takes for a slash and
 * another does not, is the path `/`, where nothing is.
 */
export function readUrl(target: string): URL {
  const text = target.startsWith('/') ? `http://localhost${target}` : target
  const [path = ''] = text.split('?')
  const isReadable = /^https?:\/\//i.test(text) && !path.includes('\\') && URL.canParse(text)
  return new URL(isReadable ? text : 'http://localhost/')
}
