/**
 * A request as far as the routes look at it. A `Request` of the Fetch API is one; a runtime whose own
 * requests are cheaper than that gives them this form.
 */
export interface Incoming {
  readonly method: string
  /** Absolute, or the path with its query where the runtime knows no more. */
  readonly url: string
  readonly headers: Pick<Headers, 'get' | 'has'>
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>> | null
  /**
   * The whole body at once, where that is cheaper than its stream; `undefined` when it is larger. Either
   * this or `body` is read, once.
   */
  readBytes?(maxBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined>
}
