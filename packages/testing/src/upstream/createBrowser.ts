/** Calls a handler as the app's page does, and keeps cookies. */
export interface TestBrowser {
  get(path: string): Promise<TestAnswer>
  post(path: string, body: unknown): Promise<TestAnswer>
  delete(path: string): Promise<TestAnswer>
}

export interface TestAnswer {
  readonly status: number
  readonly text: string
  /** The JSON body, or an empty object if the body is not a JSON object. */
  readonly json: Readonly<Record<string, unknown>>
}

export function createBrowser(
  handler: (request: Request) => Promise<Response>,
  origin: string,
  basePath: string,
): TestBrowser {
  const cookies = new Map<string, string>()

  async function send(method: string, path: string, body?: unknown): Promise<TestAnswer> {
    const headers = new Headers({ origin, 'sec-fetch-site': 'same-origin' })
    if (body !== undefined) headers.set('content-type', 'application/json')
    const pairs = [...cookies].map((pair) => pair.join('='))
    if (pairs.length > 0) headers.set('cookie', pairs.join('; '))
    const init =
      body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) }
    const answer = await handler(new Request(`${origin}${basePath}${path}`, init))
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (/Max-Age=0(?:;|$)/.test(cookie)) cookies.delete(name)
      else cookies.set(name, value)
    }
    const text = await answer.text()
    return { status: answer.status, text, json: readJson(text) }
  }

  return {
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body),
    delete: (path) => send('DELETE', path),
  }
}

function readJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    // HTML or an empty body.
    return {}
  }
}
