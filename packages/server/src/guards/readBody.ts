import { problem } from '../problem.ts'

/**
 * The JSON body of a request: `application/json` in UTF-8, not compressed, at most 16 KiB, at most
 * 32 levels deep, whole within 10 s.
 *
 * @throws `AuthError` `unsupported_media_type`, `body_too_large`, `request_timeout` or `bad_json`.
 */
export async function readJsonBody(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json *(?:; *charset="?utf-8"? *)?$/i.test(type))
    throw problem('unsupported_media_type')
  const bytes = await readBody(request)
  try {
    // With `ignoreBOM` a byte order mark stays, and is refused as what it is: not JSON.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    assertShallow(text)
    return JSON.parse(text)
  } catch (cause) {
    throw problem('bad_json', { cause })
  }
}

/** The bytes of a body, with the same caps. */
export async function readBody(
  request: Request,
  maxBytes = 16 * 1024,
): Promise<Uint8Array<ArrayBuffer>> {
  if (request.headers.has('content-encoding')) throw problem('unsupported_media_type')
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw problem('body_too_large')
  const bytes = new Uint8Array(maxBytes)
  let length = 0
  const reader = request.body?.getReader()
  if (reader === undefined) return bytes.subarray(0, 0)

  let timer: ReturnType<typeof setTimeout> | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(problem('request_timeout')), timeoutMs)
  })
  try {
    for (;;) {
      const { done, value } = await Promise.race([readOn(reader), deadline])
      if (done) return bytes.subarray(0, length)
      if (length + value.byteLength > maxBytes) throw problem('body_too_large')
      bytes.set(value, length)
      length += value.byteLength
    }
  } catch (error) {
    // Reading stops at the cap; what the sender still has is not wanted.
    void reader.cancel().catch(() => {})
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/** Whoever hangs up in the middle has sent no whole body in time, which is no fault of ours. */
async function readOn(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read()
  } catch (cause) {
    throw problem('request_timeout', { cause })
  }
}

/** Counts brackets outside of strings, before a parser that recurses sees them. */
function assertShallow(text: string): void {
  let depth = 0
  let isInString = false
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]
    if (isInString) {
      if (character === '\\') index += 1
      else if (character === '"') isInString = false
    } else if (character === '"') isInString = true
    else if (character === '{' || character === '[') depth += 1
    else if (character === '}' || character === ']') depth -= 1
    if (depth > maxDepth) throw new Error('The body is nested too deep.')
  }
}

const maxDepth = 32
const timeoutMs = 10_000
