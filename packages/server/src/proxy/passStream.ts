import type { AuthContext } from '../AuthContext.ts'
import type { Answer } from '../http/Answer.ts'
import type { Incoming } from '../http/Incoming.ts'
import { problem } from '../problem.ts'
import { readCapped } from '../transport/readBody.ts'
import type { UpstreamAnswer, UpstreamStream } from '../upstreams/createUpstreamFetch.ts'
import type { ProxyRule } from '../upstreams/Upstream.ts'
import { findSecrets } from './guardAnswer.ts'
import { stopAtSecret } from './stopAtSecret.ts'

/**
 * Streams an answer if the rule allows its content type: as a file, without the upstream's headers. Any other
 * answer, such as a refusal in JSON, is read whole and handled like one that is not streamed.
 */
export async function passStream(
  context: AuthContext,
  stream: NonNullable<ProxyRule['stream']>,
  answer: UpstreamStream,
  credentials: Parameters<typeof findSecrets>[1],
): Promise<Answer | UpstreamAnswer> {
  const { status, headers, body } = answer
  const type = readType(headers)
  if (status !== 200 || !stream.types.includes(type))
    return { status, headers, bytes: await readCapped(body, maxWholeBytes) }
  const held = stopAtSecret(body, findSecrets(context, credentials))
  // Reads the first part before answering, so that a secret in a short answer can still become a problem.
  const first = await held.next()
  return {
    status,
    headers: { 'content-type': type, 'content-disposition': 'attachment' },
    body: toReadable(first, held),
  }
}

/**
 * Opens the request's body to stream it to the upstream.
 *
 * @throws `AuthError` `unsupported_media_type`, `body_too_large`, the latter also while the body is read.
 */
export function openBody(
  request: Incoming,
  { bodyTypes = [], maxBodyBytes = 16 * 1024 * 1024 }: NonNullable<ProxyRule['stream']>,
): { type: string; body: ReadableStream<Uint8Array>; fault: () => unknown } | undefined {
  const { body: sent } = request
  if (sent === null || request.method === 'GET') return undefined
  const type = readType(request.headers)
  if (!bodyTypes.includes(type) || request.headers.has('content-encoding'))
    throw problem('unsupported_media_type')
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes)
    throw problem('body_too_large')
  let length = 0
  let fault: unknown
  const body = sent.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        length += chunk.byteLength
        if (length <= maxBodyBytes) return controller.enqueue(chunk)
        fault = problem('body_too_large')
        throw fault
      },
    }),
  )
  return { type, body, fault: () => fault }
}

function readType(headers: Pick<Headers, 'get'>): string {
  return (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}

function toReadable(
  first: IteratorResult<Uint8Array<ArrayBuffer>>,
  rest: AsyncGenerator<Uint8Array<ArrayBuffer>>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let next: IteratorResult<Uint8Array<ArrayBuffer>> | undefined = first
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = next ?? (await rest.next())
        next = undefined
        if (done) controller.close()
        else controller.enqueue(value)
      },
      // If the client disconnects, the upstream call ends too.
      async cancel() {
        await rest.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
}

/** The limit for answers that are read whole. */
const maxWholeBytes = 1024 * 1024
