/**
 * A text that is never printed by accident: `String()`, `JSON.stringify`, `console.log` and template strings
 * all show `[redacted]`.
 *
 * @example
 * const apiKey = new Secret(process.env.BAKKT_API_KEY ?? '')
 * `${apiKey}` // '[redacted]'
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** Returns a `Secret` for a `Secret` or a plain text. */
  static from(value: string | Secret): Secret {
    return value instanceof Secret ? value : new Secret(value)
  }

  /** Returns the text. Call this only to send it. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return redacted
  }

  toJSON(): string {
    return redacted
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return redacted
  }
}

const redacted = '[redacted]'
