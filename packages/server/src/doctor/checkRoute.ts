import { isHttpsOrLoopback } from '../isHttpsOrLoopback.ts'
import type { Probe, ProbeAnswer } from './createProbe.ts'
import type { Finding } from './Finding.ts'

/**
 * Checks that the route answers and that the connection is encrypted.
 *
 * @returns the findings, and the route's answer if there is one. Without it nothing else can be checked.
 */
export async function checkRoute(
  probe: Probe,
): Promise<{ findings: Finding[]; answer: ProbeAnswer | undefined }> {
  const encryption = checkEncryption(probe.url)
  let answer: ProbeAnswer
  try {
    answer = await probe.send('GET', '/session')
  } catch (error) {
    const finding: Finding = {
      name: 'route',
      verdict: 'fail',
      says: `Nothing answers at ${probe.url}: ${describe(error)}.`,
      fix: 'Start the app, and pass the address that a browser would open, such as https://app.example.com/api/auth.',
    }
    return { findings: [finding], answer: undefined }
  }
  if (answer.status === 200 && Array.isArray(answer.json?.['methods'])) {
    const methods = answer.json['methods'].join(', ')
    const finding: Finding = { name: 'route', verdict: 'ok', says: `The route offers ${methods}.` }
    return { findings: [finding, encryption], answer }
  }
  return { findings: [describeFailure(answer, probe.url)], answer: undefined }
}

function checkEncryption(url: string): Finding {
  const name = 'https'
  if (url.startsWith('https:')) return { name, verdict: 'ok', says: 'The route is encrypted.' }
  if (isHttpsOrLoopback(new URL(url)))
    return { name, verdict: 'skip', says: 'The app is on this machine, where http is fine.' }
  return {
    name,
    verdict: 'fail',
    says: 'The route is not encrypted: anybody on the network can read sessions.',
    fix: 'Serve the app by https only, and redirect http to it.',
    page: 'production.md',
  }
}

function describeFailure({ status, headers, code }: ProbeAnswer, url: string): Finding {
  const name = 'route'
  const location = headers.get('location')
  if (location !== null)
    return {
      name,
      verdict: 'fail',
      says: `${url}/session redirects to ${location}.`,
      fix: 'Pass the address that it redirects to, or exclude the route from the redirect, such as a sign-in middleware.',
    }
  if (code === 'store_unavailable')
    return {
      name: 'store',
      verdict: 'fail',
      says: 'The store cannot be reached, so the route answers 503 to everybody.',
      fix: 'Check that Redis, PostgreSQL or the SQLite file exists, and that the app may use it.',
      page: 'errors/store_unavailable.md',
    }
  if (code !== undefined)
    return {
      name,
      verdict: 'fail',
      says: `The route answers ${status}, ${code}.`,
      fix: 'See the page of this code.',
      page: `errors/${code}.md`,
    }
  return {
    name,
    verdict: 'fail',
    says: `${url}/session answers ${status}, but not as the route would.`,
    fix: 'Mount the route there, for all methods and all paths below, with the same `basePath` in createAuth.',
    page: 'quick-start.md',
  }
}

/** Returns the cause of the error, because `fetch` itself says only `fetch failed`. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message
}
