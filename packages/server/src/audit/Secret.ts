/**
 * A text that no serialiser prints: `String()`, `JSON.stringify`, `console.log` and template texts
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

  /** A `Secret`, whether given one or a plain text. */
  static from(value: string | Secret): Secret {
    return value instanceof Secret ? value : new Secret(value)
  }

  /** The text itself, for the one place that sends it. */
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
