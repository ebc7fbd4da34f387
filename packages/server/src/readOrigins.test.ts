import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { createAuth } from './createAuth.ts'
import { startBackend } from './fixtures/startBackend.ts'

/* Tests the option `origin`. */
const secret = 'a-secret-that-only-these-tests-have-ever-seen'
type Backend = Awaited<ReturnType<typeof startBackend>>
let backend: Backend | undefined
afterEach(() => vi.unstubAllEnvs())
afterAll(() => backend?.close())

async function create(options: Partial<Parameters<typeof createAuth>[0]>) {
  backend ??= await startBackend()
  return createAuth({
    upstream: backend.upstream,
    origin: 'https://app.example.com',
    secret,
    ...options,
  })
}

/** Returns the cookie that the challenge sets for a page of this origin. */
async function findCookie(options: Parameters<typeof create>[0], origin: string): Promise<string> {
  const { handler } = await create(options)
  const answer = await handler(
    new Request(`${origin}/api/auth/siwe/challenge`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: '{}',
    }),
    { clientAddress: '127.0.0.1' },
  )
  return `${answer.status} ${answer.headers.getSetCookie().join()}`
}

test.for([
  ['*', 'a wildcard would let others in'],
  ['https://*.example.com', 'a wildcard would let others in'],
  ['https://app.example.com/', 'write only the origin, like https://app.example.com'],
  ['http://app.example.com', 'on another machine it must be https'],
  ['', 'origin is missing: set it to where users open the app.'],
  [undefined, 'origin is missing: set it to where users open the app.'],
] as const)('parameters: origin %s is refused with a sentence', async ([origin, sentence]) => {
  await expect(create({ origin: origin as string })).rejects.toThrow(sentence)
})

test('behavior: an international domain may be written in its own letters', async () => {
  const found = await findCookie(
    { origin: 'https://m\u00fcller.example' },
    'https://xn--mller-kva.example',
  )
  expect(found).toMatch(/^200 __Host-kit-login=/)
})

test('parameters: origin, a function', async () => {
  const origin = (text: string) => text.endsWith('.preview.example')
  expect(await findCookie({ origin }, 'https://one.preview.example')).toMatch(/^200 __Host-/)
  expect(await findCookie({ origin }, 'https://evil.example')).toMatch(/^403/)
  // A page over plain http cannot be trusted, because anyone on the network path can change it.
  expect(await findCookie({ origin }, 'http://one.preview.example')).toMatch(/^403/)
})

// Safari drops Secure cookies on http, even on this machine.
test.for(['http://localhost:3000', 'http://app.localhost:3000', 'http://127.0.0.1:3000'])(
  'behavior: on %s every browser accepts the cookies, even in production',
  async (origin) => {
    // A production build that the developer tries out on this machine.
    vi.stubEnv('NODE_ENV', 'production')
    vi.stubEnv('KIT_NOT_PRODUCTION', '1')
    const found = await findCookie({ origin }, origin)
    expect(found).toMatch(/^200 kit-login-3000=/)
    expect(found).not.toContain('Secure')
  },
)

test('parameters: cookies.name', async () => {
  const found = await findCookie({ cookies: { name: 'shop' } }, 'https://app.example.com')
  expect(found).toMatch(/^200 __Host-shop-login=/)
  await expect(create({ cookies: { name: 'a b' } })).rejects.toThrow('cookies.name')
})

test('parameters: framing', async () => {
  const framing = { origins: ['https://app.safe.global'] }
  const found = await findCookie({ framing }, 'https://app.example.com')
  expect(found).toMatch(/SameSite=None/)
  expect(found).toMatch(/Secure/)
  expect(found).toMatch(/Partitioned/)
  const { handler } = await create({ framing })
  const { headers } = await handler(new Request('https://app.example.com/api/auth/session'))
  expect(headers.get('content-security-policy')).toContain(
    'frame-ancestors https://app.safe.global',
  )
  await expect(create({ framing: { origins: ['*'] } })).rejects.toThrow('wildcard')
})
