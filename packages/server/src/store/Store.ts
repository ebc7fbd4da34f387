/**
 * Stores sessions, single-use marks and counters. Each operation is one atomic step, and rejects if the store
 * cannot be reached, in which case the route lets nothing through.
 *
 * Values are opaque texts. Callers seal or hash everything that must not be readable in a dump: keys, values
 * and members contain no plain address, email address, nonce or session id.
 */
export interface Store {
  /** Marks a key for a number of seconds. Returns true only for the first caller, until the mark expires. */
  claim(key: string, ttlSeconds: number): Promise<boolean>
  /** Returns whether a key exists, as a mark or a value. */
  has(key: string): Promise<boolean>
  /** Returns the value of a key, or `undefined` if it does not exist or has expired. */
  get(key: string): Promise<string | undefined>
  /** Writes a value for a number of seconds, replacing any other. */
  set(key: string, value: string, ttlSeconds: number): Promise<void>
  /**
   * Writes a value only if the key still has `expected`, or with `undefined` only if the key does not exist.
   *
   * @returns whether it was written.
   */
  compareAndSet(
    key: string,
    expected: string | undefined,
    value: string,
    ttlSeconds: number,
  ): Promise<boolean>
  /** Reads a value and deletes it in one step, so that only one of many callers gets it. */
  take(key: string): Promise<string | undefined>
  /** Deletes a key if it exists. */
  delete(key: string): Promise<void>
  /** Adds a member to a set for a number of seconds. Each member expires separately. */
  addMember(set: string, member: string, ttlSeconds: number): Promise<void>
  removeMember(set: string, member: string): Promise<void>
  /** Returns the members of a set that have not expired, in no particular order. */
  members(set: string): Promise<string[]>
  /** Creates a separate counter for each limit. */
  createCounter(limit: Limit): Counter
  /**
   * Adds a point to each of several counters in one operation, or to none if one of them has no points left. Each
   * charge has a different key. Optional: without it, the Kit calls each counter separately.
   *
   * @returns the counts in the order of the charges. If `isAllowed` is false in any of them, nothing was added.
   */
  consumeAll?(charges: readonly CounterCharge[]): Promise<readonly Count[]>
  /** Resolves when the store answers. */
  ping(): Promise<void>
  /**
   * Returns a warning, one sentence, for each setting of the store that may lose sessions or marks. Called once
   * in the background after the app has started.
   */
  inspect?(): Promise<readonly string[]>
  /** What breaks if this store is used in production. Absent if nothing does. */
  readonly warning?: string
}

/** A number of points in a number of seconds. */
export interface Limit {
  readonly name: string
  readonly points: number
  readonly durationSeconds: number
}

/** One point for one key of a counter. */
export interface CounterCharge extends Limit {
  readonly key: string
  /** How many points the key has. `Infinity` if the counter only counts and never refuses. */
  readonly points: number
  /** The length of the window that this point starts, if the key has none. */
  readonly durationSeconds: number
  /** Whether to check only that the key has a point left, without taking it. @default false */
  readonly isOnlyChecked?: boolean
}

/**
 * Counts per key, in a time window that starts with the key's first point. A key that starts with `device:` or
 * `first:` belongs to a browser that has entered a correct code before. Strangers can create any number of other
 * keys.
 */
export interface Counter {
  /** Adds a point, immediately and atomically, and returns what is left. */
  consume(key: string, options?: { durationSeconds?: number }): Promise<Count>
  /** Takes back a point that should not have counted. */
  refund(key: string): Promise<void>
  /** Resets the count of a key. */
  reset(key: string): Promise<void>
  /** Returns what is left without adding anything. */
  peek(key: string): Promise<Count>
}

/** The state of one key's count, after a call of {@link Counter}. */
export interface Count {
  /** Whether this point is still within the limit. */
  readonly isAllowed: boolean
  readonly consumed: number
  readonly remaining: number
  /** The time until the window ends, in ms. */
  readonly resetMs: number
}
