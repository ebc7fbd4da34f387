import { expect, test } from 'vitest'
import { startBackend } from '../fixtures/startBackend.ts'
import { createCookies } from './Cookies.ts'

const style = { isSecure: true, name: 'kit', port: '', isFramed: false }
const read = (header: string) => createCookies(header, style).read('session')

test('default: the value without surrounding spaces and tabs', () => {
  expect(read('a=b; \t__Host-kit-session\t= value ; c=d')).toBe('value')
  expect(read('__Host-kit-session=a=b')).toBe('a=b')
  expect(read('__Host-kit-session=')).toBe(undefined)
})

// Browsers let a subdomain set a cookie whose name has a different kind of space before `__Host-`, and send that
// cookie.
test.for(['\u00a0', '\u0085', '\u2000', '\ufeff', '\v', '\f', '%20', '$Version=1,'])(
  'security: C-07 a name after %j is a different name',
  (space) => {
    expect(read(`${space}__Host-kit-session=planted`)).toBe(undefined)
    expect(read(`${space}__Host-kit-session=planted; __Host-kit-session=mine`)).toBe('mine')
  },
)

test('security: C-07 the prefix is case-sensitive', () => {
  expect(read('__HOST-kit-session=planted; __host-kit-session=planted')).toBe(undefined)
})

test('security: C-08 64 KiB of spaces are parsed quickly', () => {
  const startedAt = performance.now()
  read(`a${' '.repeat(65_536)}; b=${' '.repeat(65_536)}c`)
  expect(performance.now() - startedAt).toBeLessThan(500)
})

test('security: C-07 two cookies with one name are ignored, in either order; C-16 signing out clears them', async () => {
  const backend = await startBackend()
  const browser = backend.browser()
  await browser.signIn()
  const own = `__Host-kit-session=${browser.jar.get('__Host-kit-session')}`
  const planted = '__Host-kit-session =planted'
  for (const cookie of [`${own}; ${planted}`, `${planted}; ${own}`]) {
    const both = backend.browser({ cookie })
    const answer = await both.get('/upstream/user')
    expect([answer.status, answer.json]).toMatchObject([401, { code: 'session_expired' }])
    const session = await both.get('/session')
    expect([session.status, session.json]).toMatchObject([200, { session: null }])
    // Reading the session clears no cookie, because its answer may arrive later than the answer of a new
    // sign-in.
    expect(session.headers.getSetCookie()).toEqual([])
    const headers = new Headers({ cookie })
    expect(await backend.auth.getSession({ headers })).toBe(null)
    const signOut = await both.send('DELETE', '/session')
    expect([signOut.status, signOut.headers.getSetCookie()]).toEqual([
      204,
      [expect.stringMatching(/^__Host-kit-session=; Max-Age=0/)],
    ])
  }
  await backend.close()
})
