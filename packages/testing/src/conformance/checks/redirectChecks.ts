import type { Check } from '../Check.ts'
import { expectRefusal, isSignedIn } from './expectRefusal.ts'

/** Checks of the redirect to the upstream's page, and of the return from it. */
export const redirectChecks: readonly Check[] = [
  {
    name: 'redirect-start',
    says: 'The answer has an absolute URL, with a new random state each time.',
    fix: 'Answer { url } with a new state of at least 128 random bits.',
    needs: 'redirect',
    async run({ visit }) {
      const urls = new Set<string>()
      for (let count = 0; count < 3; count += 1) {
        const { status, json } = await visit().send('POST', '/redirect/start', { body: {} })
        if (status !== 200)
          return `POST /redirect/start was answered with ${status} ${json['code']}`
        const url = String(json['url'])
        if (!URL.canParse(url)) return `url is "${url}"`
        urls.add(url)
      }
      return urls.size === 3 ? undefined : 'the same url came twice'
    },
  },
  {
    name: 'redirect-return',
    says: 'A user returns only to a path of the app.',
    fix: 'Accept a path of the app’s origin as returnTo, and refuse everything else with invalid_request.',
    needs: 'redirect',
    async run({ visit }) {
      for (const returnTo of [
        'https://evil.example',
        '//evil.example',
        '/\\evil.example',
        '\\\\evil.example',
        '/\t/evil.example',
        'javascript:alert(1)',
      ]) {
        const answer = await visit().send('POST', '/redirect/start', { body: { returnTo } })
        const fault = expectRefusal(answer, 'invalid_request', 'invalid_path')
        if (fault !== undefined) return `${fault} (returnTo "${returnTo}")`
      }
      return undefined
    },
  },
  {
    name: 'redirect-state',
    says: 'A callback with a state that this browser does not have opens nothing.',
    fix: 'Bind the state to the login cookie, and compare both.',
    needs: 'redirect',
    async run({ visit }) {
      const visitor = visit()
      await visitor.send('POST', '/redirect/start', { body: {} })
      const path = '/redirect/callback?code=stolen&state=of-another-browser'
      for (const browser of [visitor, visit()]) {
        const { status, headers } = await browser.send('GET', path)
        const location = headers.get('location')
        if (status === 200) return 'it was answered with 200'
        if (location !== null && !location.startsWith('/')) return `it leads to ${location}`
        if (await isSignedIn(browser)) return 'it opened a session'
      }
      return undefined
    },
  },
]
