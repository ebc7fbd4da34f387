import { type Endpoint, findIssue } from '@kit/core'
import type { Call } from './Call.ts'
import { refuse } from './refuse.ts'

/** Refuses a request from another site. Reads need no check, because another site cannot see the answer. */
export function checkOrigin({ method, headers, origin }: Call): Response | undefined {
  if (method === 'GET') return undefined
  const site = headers.get('sec-fetch-site')
  const isOwn = headers.get('origin') === origin && (site === null || site === 'same-origin')
  return isOwn ? undefined : refuse('origin_not_allowed')
}

/** @returns the body if it is what the endpoint accepts, otherwise the refusal. */
export function readBody({ request }: Endpoint, { headers, text }: Call): unknown | Response {
  if (request === undefined) return undefined
  const [type] = (headers.get('content-type') ?? '').split(';')
  if (type !== 'application/json') return refuse('unsupported_media_type')
  if (new TextEncoder().encode(text).length > maxBytes) return refuse('body_too_large')
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return refuse('bad_json')
  }
  const issue = findIssue(request, body)
  if (issue === undefined) return body
  return refuse(/\bsignature\b/.test(issue) ? 'signature_malformed' : 'invalid_request')
}

const maxBytes = 16_384
