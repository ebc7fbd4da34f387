import { expect, test } from 'vitest'
import { startBackend } from '../fixtures/startBackend.ts'
import { createCookies } from './Cookies.ts'

const read = (header: string) => createCookies(header, true).read('session')

test('default: the value, with spaces and tabs around it gone', () => {
  expect(read('a=b; \t__Host-kit-session\t= value ; c=d')).toBe('value')
  expect(read('__Host-kit-session=a=b')).toBe('a=b')
  expect(read('__Host-kit-session=')).toBe(undefined)
})

// Browsers accept `__Host-` behind another kind of space from a subdomain, and send it along.
test.for(['\u00a0', '\u0085', '\u2000', '\ufeff', '\v', '\f', '%20', '$Version=1,'])(
  'security: C-07 a name behind %j is another name',
  (space) => {
    expect(read(`${space}__Host-kit-session=planted`)).toBe(undefined)
    expect(read(`${space}__Host-kit-session=planted; __Host-kit-session=mine`)).toBe('mine')
  },
)

test('security: C-07 the prefix is not what another case makes of it', () => {
  expect(read('__HOST-kit-session=planted; __host-kit-session=planted')).toBe(undefined)
})

test('security: C-08 64 KiB of spaces take no time', () => {
  const startedAt = performance.now()
  read(`a${' '.repeat(65_536)}; b=${' '.repeat(65_536)}c`)
  expect(performance.now() - startedAt).toBeLessThan(500)
})

test('security: C-07 two of one name, whichever comes first, are nobody’s; C-16 and can be cleared', async () => {
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
    expect(session.headers.getSetCookie().join()).toMatch(/__Host-kit-session=; Max-Age=0/)
    const headers = new Headers({ cookie })
    expect(await backend.auth.getSession({ headers })).toBe(null)
    const signOut = await both.send('DELETE', '/session')
    expect([signOut.status, signOut.headers.getSetCookie().length]).toEqual([204, 1])
  }
  await backend.close()
})
