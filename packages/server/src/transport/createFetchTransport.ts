import type { Transport } from './Transport.ts'

/** Sends by a `fetch`, which has no time limit of its own for connecting. */
export function createFetchTransport(send: typeof fetch): Transport {
  return async ({ method, url, headers, body, signal }) => {
    const answer = await send(url, {
      method,
      headers,
      redirect: 'manual',
      signal,
      ...(body === undefined ? {} : { body }),
      ...(body instanceof ReadableStream && { duplex: 'half' }),
    })
    return { status: answer.status, headers: answer.headers, body: readAll(answer.body) }
  }
}

/** Not every runtime can iterate over a stream by itself. */
async function* readAll(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (body === null) return
  const reader = body.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    // Whoever stops early ends the call; where it has failed there is nothing left to end.
    await reader.cancel().catch(() => {})
  }
}
