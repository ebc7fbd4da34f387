import type { Transport } from './Transport.ts'

/** Creates a transport that uses a `fetch` function. It has no separate time limit for connecting. */
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

/** Yields the chunks of a stream, because not every runtime supports `for await` over one. */
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
    // If the caller stops reading early, the call ends, unless it has already failed.
    await reader.cancel().catch(() => {})
  }
}
