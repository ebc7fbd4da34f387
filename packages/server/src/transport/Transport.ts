/**
 * Sends one request and hands over what comes back, as it comes: no redirect is followed, nothing is
 * tried again, and who stops reading ends the call. Rejects with whatever the network says.
 */
export type Transport = (request: TransportRequest) => Promise<TransportAnswer>

export interface TransportRequest {
  readonly method: string
  /** Absolute, as `URL` writes it, without a fragment. */
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | undefined
  /** Ends the call, wherever it is. */
  readonly signal: AbortSignal
}

export interface TransportAnswer {
  readonly status: number
  readonly headers: AnswerHeaders
  /** Decompressed. */
  readonly body: TransportBody
}

/** As far as anyone looks at the headers of an answer. */
export type AnswerHeaders = Pick<Headers, 'get' | 'getSetCookie'>

export interface TransportBody extends AsyncIterable<Uint8Array> {
  /** The whole body at once, where that is cheaper; `undefined` when it is larger. */
  readBytes?(maxBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined>
}

/** How long a connection may take to be there, in ms. */
export const connectTimeoutMs = 3000
