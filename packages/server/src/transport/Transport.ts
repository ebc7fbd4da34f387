/**
 * Sends one request and returns the answer as it arrives. Redirects are not followed, nothing is retried, and
 * stopping to read ends the call. Rejects with the network's error.
 */
export type Transport = (request: TransportRequest) => Promise<TransportAnswer>

export interface TransportRequest {
  readonly method: string
  /** An absolute URL as `URL` writes it, without a fragment. */
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | undefined
  /** Ends the call at any time when it aborts. */
  readonly signal: AbortSignal
}

export interface TransportAnswer {
  readonly status: number
  readonly headers: AnswerHeaders
  /** The decompressed body. */
  readonly body: TransportBody
}

/** The methods of `Headers` that callers use. */
export type AnswerHeaders = Pick<Headers, 'get' | 'getSetCookie'>

export interface TransportBody extends AsyncIterable<Uint8Array> {
  /**
   * Reads the whole body at once, which is faster than streaming. Resolves to `undefined` if the body is larger
   * than `maxBytes`.
   */
  readBytes?(maxBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined>
}

/** How long connecting may take, in ms. */
export const connectTimeoutMs = 3000
