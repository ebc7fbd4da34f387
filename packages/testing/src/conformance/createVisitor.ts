/** A separate browser with cookies. Its requests come from the app's page. */
export interface Visitor {
  /** The cookies by name. */
  readonly jar: Map<string, string>
  send(method: string, path: string, init?: Visitor.Init): Promise<Visitor.Answer>
  /** Returns another browser with a copy of these cookies. */
  copy(): Visitor
}

export declare namespace Visitor {
  type Init = {
    /** The body, sent as JSON. A string is sent unchanged. */
    body?: unknown
    /** Sent unchanged instead of `body`, with its content type. */
    blob?: Blob
    /** Headers in addition to the browser's; `null` removes one. */
    headers?: Record<string, string | null>
    /** Whether to wait after a 429, as `Retry-After` says, and to send the request again. @default true */
    isPatient?: boolean
  }
  type Answer = {
    /** The request, such as `GET /session`. */
    readonly request: string
    readonly status: number
    readonly headers: Headers
    readonly text: string
    /** The body as JSON, or an empty object if the body is not JSON. */
    readonly json: Record<string, unknown>
    readonly cookies: readonly string[]
  }
}

/**
 * @param route.url - where the route is mounted, such as `https://app.example.com/api/auth`.
 * @param route.origin - the origin of the page that calls it.
 * @param route.onAnswer - receives each answer of the route.
 */
export function createVisitor(
  route: { url: string; origin: string; onAnswer: (answer: Visitor.Answer) => void },
  jar: Map<string, string> = new Map(),
): Visitor {
  const send: Visitor['send'] = async (method, path, init = {}) => {
    const { body, blob, headers = {}, isPatient = true } = init
    // A server may close a kept-open connection at the moment when it is used again.
    const sent = new Headers({ 'sec-fetch-site': 'same-origin', connection: 'close' })
    if (method !== 'GET') sent.set('origin', route.origin)
    if (body !== undefined) sent.set('content-type', 'application/json')
    if (jar.size > 0) sent.set('cookie', [...jar].map((pair) => pair.join('=')).join('; '))
    for (const [name, value] of Object.entries(headers))
      if (value === null) sent.delete(name)
      else sent.set(name, value)
    const content = blob ?? (body === undefined ? undefined : write(body))
    const target = new URL(route.url + path)
    const ask = (address: URL) =>
      fetch(address, {
        method,
        headers: sent,
        redirect: 'manual',
        signal: AbortSignal.timeout(15_000),
        ...(content === undefined ? {} : { body: content }),
      })
    const first = await ask(target)
    const plain = findPlainAddress(target, first)
    const response = plain === undefined ? first : await ask(plain)
    const text = await response.text()
    const cookies = response.headers.getSetCookie()
    for (const cookie of cookies) keep(jar, cookie)
    const { status } = response
    const answer = {
      request: `${method} ${path}`,
      status,
      headers: response.headers,
      text,
      json: readJson(text),
      cookies,
    }
    // A path with dots may lead outside the route, and then the answer does not come from the route.
    if (target.pathname.startsWith(`${new URL(route.url).pathname}/`)) route.onAnswer(answer)
    const waitSeconds = Number(response.headers.get('retry-after') ?? Number.NaN)
    if (status !== 429 || !isPatient || !(waitSeconds <= 120)) return answer
    await new Promise((resolve) => setTimeout(resolve, (waitSeconds + 1) * 1000))
    return send(method, path, init)
  }
  return { jar, send, copy: () => createVisitor(route, new Map(jar)) }
}

/**
 * Some frameworks, such as Next.js, redirect a path with too many slashes before the route sees it. The
 * route's answer is at the same path without them. No other redirect is followed.
 */
function findPlainAddress(asked: URL, { status, headers }: Response): URL | undefined {
  const location = headers.get('location')
  if (status !== 308 || location === null || !URL.canParse(location, asked)) return undefined
  const plain = new URL(asked)
  plain.pathname = asked.pathname.replaceAll(/\/{2,}/g, '/').replace(/\/$/, '')
  const isAnother = plain.href !== asked.href
  return isAnother && new URL(location, asked).href === plain.href ? plain : undefined
}

function write(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body)
}

function keep(jar: Map<string, string>, cookie: string): void {
  const [pair = ''] = cookie.split(';')
  const at = pair.indexOf('=')
  const name = pair.slice(0, at)
  if (/max-age=0(?:;|$)|expires=thu, 01 jan 1970/i.test(cookie)) jar.delete(name)
  else jar.set(name, pair.slice(at + 1))
}

function readJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    // The checks also read the text of an answer that is not JSON.
    return {}
  }
}
