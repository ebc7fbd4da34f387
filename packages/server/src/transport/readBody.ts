import { problem } from '../problem.ts'
import { isTimeout } from './faults.ts'
import type { Deadline } from './startDeadline.ts'
import type { TransportBody } from './Transport.ts'

/**
 * Reads a whole body.
 *
 * @throws `AuthError` `upstream_invalid_answer` if it is too large.
 */
export async function readCapped(
  body: TransportBody | AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if ('readBytes' in body && body.readBytes !== undefined) {
    const bytes = await body.readBytes(maxBytes)
    if (bytes === undefined) throw tooLarge()
    return bytes
  }
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.byteLength
    if (length > maxBytes) throw tooLarge()
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  return bytes
}

/**
 * Passes on a body as it arrives, up to a size limit. The deadline restarts with each chunk, so it limits each
 * pause of the sender or the reader.
 */
export async function* readInTime(
  body: AsyncIterable<Uint8Array>,
  deadline: Deadline,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let length = 0
  try {
    for await (const chunk of body) {
      length += chunk.byteLength
      if (length > maxBytes) throw tooLarge()
      yield chunk
      deadline.restart()
    }
  } catch (fault) {
    throw toProblem(fault, deadline)
  } finally {
    deadline.abort()
  }
}

/** Converts a network error to an `AuthError`. */
export function toProblem(fault: unknown, deadline: Deadline): unknown {
  if (fault instanceof Error && fault.name === 'AuthError') return fault
  const isLate = deadline.isOver() || isTimeout(fault)
  return problem(isLate ? 'upstream_timeout' : 'upstream_unavailable', { cause: fault })
}

function tooLarge(): Error {
  return problem('upstream_invalid_answer', { cause: new Error('The answer is too large.') })
}
