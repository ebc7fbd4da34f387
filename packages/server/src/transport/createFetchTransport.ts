import type { Transport } from './Transport.ts'

/** Sends with a `fetch`, which has no separate time limit for connecting. */
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

/** Not every runtime supports iterating over a stream. */
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
    // A reader that stops early ends the call, unless the call has already failed.
    await reader.cancel().catch(() => {})
  }
}
