/**
 * The part of a request that the routes use. A `Request` of the Fetch API satisfies it, and a runtime with
 * cheaper requests can provide it directly.
 */
export interface Incoming {
  readonly method: string
  /** The absolute URL, or only the path with its query, depending on the runtime. */
  readonly url: string
  readonly headers: Pick<Headers, 'get' | 'has'>
  /** Aborts when the client has disconnected. */
  readonly signal?: AbortSignal | undefined
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>> | null
  /**
   * Reads the whole body at once, on runtimes where that is faster than streaming. Resolves to `undefined` if
   * the body is larger than `maxBytes`. Only one of this and `body` is used, and only once.
   */
  readBytes?(maxBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined>
}
