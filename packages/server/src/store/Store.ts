/**
 * Where single-use marks, revocations and counters live. Each operation is one atomic command. All
 * reject when the store cannot be reached: the route then lets nothing through.
 */
export interface Store {
  /** Marks a key for so many seconds. True for the first caller alone, until the mark has gone. */
  claim(key: string, ttlSeconds: number): Promise<boolean>
  /**
   * Marks a key as somebody's for so many seconds. False where it is somebody else's already. `owner`
   * is a pseudonym: stores keep it as it is.
   */
  own(key: string, owner: string, ttlSeconds: number): Promise<boolean>
  /** Whether a key is marked. */
  has(key: string): Promise<boolean>
  /** A counter of its own for each limit. */
  createCounter(limit: Limit): Counter
  /** Resolves when the store answers. */
  ping(): Promise<void>
  /** Says what breaks when this store is used in production; absent when nothing does. */
  readonly warning?: string
}

/** So many points in so many seconds. */
export interface Limit {
  readonly name: string
  readonly points: number
  readonly durationSeconds: number
}

/** Counts for keys, in a window that begins with a key's first point and ends by itself. */
export interface Counter {
  /** Adds a point, at once and atomically, and says what that leaves. */
  consume(key: string, options?: { durationSeconds?: number }): Promise<Count>
  /** Takes a point back, where it turned out that it should not have counted. */
  refund(key: string): Promise<void>
  /** Forgets what a key has counted. */
  reset(key: string): Promise<void>
  /** What is left, without adding anything. */
  peek(key: string): Promise<Count>
}

export interface Count {
  /** Whether the limit still holds with this point. */
  readonly isAllowed: boolean
  readonly consumed: number
  readonly remaining: number
  /** Until the window ends, in ms. */
  readonly resetMs: number
}
