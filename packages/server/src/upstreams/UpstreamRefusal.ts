import type { Secret } from '../keys/Secret.ts'
import type { UpstreamAnswer } from './createUpstreamFetch.ts'
import { redactWords } from './redactWords.ts'

/**
 * The upstream's status and text of a refusal, for the attempt's event. The text is private, so that a printed
 * error does not contain it.
 */
export class UpstreamRefusal extends Error {
  override readonly name = 'UpstreamRefusal'
  readonly upstreamStatus: number
  readonly #words: string

  constructor({ status, headers, bytes }: UpstreamAnswer) {
    super(`The upstream answered ${status}.`)
    this.upstreamStatus = status
    const isPage = headers.get('content-type')?.includes('html') ?? false
    this.#words = isPage ? '' : redactWords(new TextDecoder().decode(bytes.subarray(0, 4096)))
  }

  /**
   * Returns at most 200 characters of the text, without anything that identifies a user or grants access.
   * Returns `undefined` if there is no text, or if it contains one of these secrets, which no pattern would
   * recognize.
   */
  describe(secrets: readonly Secret[]): string | undefined {
    const texts = secrets.map((secret) => secret.reveal()).filter((text) => text !== '')
    if (texts.some((text) => this.#words.includes(text))) return undefined
    return this.#words === '' ? undefined : this.#words
  }

  /** Finds the refusal that caused an error. */
  static find(error: unknown): UpstreamRefusal | undefined {
    for (let cause = error, depth = 0; depth < 4 && cause instanceof Error; depth += 1) {
      if (cause instanceof UpstreamRefusal) return cause
      cause = cause.cause
    }
    return undefined
  }
}
