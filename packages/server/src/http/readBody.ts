import { AuthError } from '@kit/core'
import { problem } from '../problem.ts'
import { hasDuplicateMembers } from './hasDuplicateMembers.ts'
import type { Incoming } from './Incoming.ts'
import { isNestedDeeper } from './isNestedDeeper.ts'

/**
 * Reads the JSON body of a request: `application/json` in UTF-8, not compressed, at most 16 KiB, at most 32
 * levels deep, and complete within `timeoutMs`.
 *
 * @throws `AuthError` `unsupported_media_type`, `body_too_large`, `request_timeout` or `bad_json`.
 */
export async function readJsonBody(request: Incoming, timeoutMs: number): Promise<unknown> {
  assertIsJson(request)
  return parseJson(await readBody(request, timeoutMs))
}

/** @throws `AuthError` `unsupported_media_type`. */
export function assertIsJson({ headers }: Incoming): void {
  if (!/^application\/json *(?:; *charset="?utf-8"? *)?$/i.test(headers.get('content-type') ?? ''))
    throw problem('unsupported_media_type')
}

/** @throws `AuthError` `bad_json`, including for JSON that is nested too deeply or has two members with one name. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    const text = decoder.decode(bytes)
    if (isNestedDeeper(text, maxDepth)) throw new Error('The body is nested too deep.')
    const value: unknown = JSON.parse(text)
    if (hasDuplicateMembers(text)) throw new Error('The body names a member twice.')
    return value
  } catch {
    // The cause is left out, because the parser's message quotes its input, which may contain a code.
    throw problem('bad_json')
  }
}

/** Reads the bytes of a body with the same limits. */
export async function readBody(
  request: Incoming,
  timeoutMs: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (request.headers.has('content-encoding')) throw problem('unsupported_media_type')
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw problem('body_too_large')
  let timer: ReturnType<typeof setTimeout> | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(problem('request_timeout')), timeoutMs)
  })
  try {
    if (request.readBytes === undefined) return await readStream(request.body, maxBytes, deadline)
    const bytes = await Promise.race([refuseIfDisconnected(request.readBytes(maxBytes)), deadline])
    if (bytes === undefined) throw problem('body_too_large')
    return bytes
  } finally {
    clearTimeout(timer)
  }
}

async function readStream(
  body: Incoming['body'],
  maxBytes: number,
  deadline: Promise<never>,
): Promise<Uint8Array<ArrayBuffer>> {
  let bytes = new Uint8Array()
  const reader = body?.getReader()
  if (reader === undefined) return bytes
  try {
    for (;;) {
      const { done, value } = await Promise.race([refuseIfDisconnected(reader.read()), deadline])
      if (done) return bytes
      if (bytes.byteLength + value.byteLength > maxBytes) throw problem('body_too_large')
      // Nearly every body arrives as one chunk, which is not copied.
      bytes = bytes.byteLength === 0 ? value : concat(bytes, value)
    }
  } catch (error) {
    // Reading stops at the limit, so the rest of the body is discarded.
    void reader.cancel().catch(() => {})
    throw error
  }
}

/** Treats a client that disconnects like one that sends its body too slowly: it is not an error of this server. */
async function refuseIfDisconnected<result>(reading: Promise<result>): Promise<result> {
  try {
    return await reading
  } catch (cause) {
    throw AuthError.is(cause) ? cause : problem('request_timeout', { cause })
  }
}

function concat(
  before: Uint8Array<ArrayBuffer>,
  after: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(before.byteLength + after.byteLength)
  bytes.set(before)
  bytes.set(after, before.byteLength)
  return bytes
}

/** With `ignoreBOM` a byte order mark stays in the text and is refused, because it is not JSON. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const maxDepth = 32
const maxBytes = 16 * 1024
