import { isHttpsOrLoopback } from '../isHttpsOrLoopback.ts'
import type { Probe, ProbeAnswer } from './createProbe.ts'
import type { Finding } from './Finding.ts'

/**
 * Whether the route answers there at all, and encrypted.
 *
 * @returns the answer as well: without one there is nothing else to check.
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
      fix: 'Start the app, and give the address that a browser would open, such as https://app.example.com/api/auth.',
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
    return { name, verdict: 'skip', says: 'This machine is asked, where http is fine.' }
  return {
    name,
    verdict: 'fail',
    says: 'The route is not encrypted: anybody on the way can read sessions.',
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
      says: `${url}/session leads to ${location}.`,
      fix: 'Give the address that it leads to, or take the route out of what redirects, such as a sign-in middleware.',
    }
  if (code === 'store_unavailable')
    return {
      name: 'store',
      verdict: 'fail',
      says: 'The store cannot be reached, so the route answers 503 to everybody.',
      fix: 'Check that Redis, PostgreSQL or the SQLite file is there, and that the app may use it.',
      page: 'errors/store_unavailable.md',
    }
  if (code !== undefined)
    return {
      name,
      verdict: 'fail',
      says: `The route answers ${status}, ${code}.`,
      fix: 'The page of this code says what to do.',
      page: `errors/${code}.md`,
    }
  return {
    name,
    verdict: 'fail',
    says: `${url}/session answers ${status}, and it is not the route that does.`,
    fix: 'Mount the route there for all methods and everything below, with the same `basePath` in createAuth.',
    page: 'quick-start.md',
  }
}

/** The reason behind `fetch failed`. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message
}
