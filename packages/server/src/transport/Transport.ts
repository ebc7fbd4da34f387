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
  /** Ends the call in any phase. */
  readonly signal: AbortSignal
}

export interface TransportAnswer {
  readonly status: number
  readonly headers: AnswerHeaders
  /** Decompressed. */
  readonly body: TransportBody
}

/** The part of an answer's headers that is used. */
export type AnswerHeaders = Pick<Headers, 'get' | 'getSetCookie'>

export interface TransportBody extends AsyncIterable<Uint8Array> {
  /** Reads the whole body at once if that is cheaper; `undefined` if it is larger. */
  readBytes?(maxBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined>
}

/** How long connecting may take, in ms. */
export const connectTimeoutMs = 3000
