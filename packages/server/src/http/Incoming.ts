/**
 * The part of a request that the routes use. A `Request` of the Fetch API satisfies it, and a runtime with
 * cheaper requests can provide it directly.
 */
export interface Incoming {
  readonly method: string
  /** The absolute URL, or the path with its query if the runtime knows only that. */
  readonly url: string
  readonly headers: Pick<Headers, 'get' | 'has'>
  /** Aborts when the client has disconnected. */
  readonly signal?: AbortSignal | undefined
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>> | null
  /**
   * Reads the whole body at once if that is cheaper than its stream; `undefined` if it is larger. Either this
   * or `body` is read, once.
   */
  readBytes?(maxBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined>
}
