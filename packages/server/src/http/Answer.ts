/** The answer to a request, independent of the runtime. */
export interface Answer {
  readonly status: number
  /** Names are in lower case. An array stands for several headers with that name. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>> | null
}

/** Creates an answer with a JSON body. */
export function answerJson(
  status: number,
  value: unknown,
  headers: Answer['headers'] = {},
): Answer {
  const body = JSON.stringify(value)
  return { status, headers: { 'content-type': 'application/json', ...headers }, body }
}

/** Converts an answer to a `Response` of the Fetch API. */
export function toResponse({ status, headers, body }: Answer): Response {
  const single: Record<string, string> = {}
  const several: [string, string][] = []
  for (const [name, value] of Object.entries(headers))
    if (typeof value === 'string') single[name] = value
    else {
      // Most answers set one cookie or none, and appending to the headers of a response takes longer.
      const [first, ...further] = value
      if (first !== undefined) single[name] = first
      for (const one of further) several.push([name, one])
    }
  const response = new Response(body, { status, headers: single })
  for (const [name, value] of several) response.headers.append(name, value)
  return response
}
