import type { Hono } from 'hono'

/** A mail that a stand-in "sent". */
export interface Mail {
  to: string
  subject: string
  code: string
  /** ISO 8601. */
  sentAt: string
}

/** What every stand-in shares: one clock and one inbox. */
export interface World {
  /** The sandbox's time, in ms since 1970: the real one and the offset of `POST /_sandbox/clock`. */
  now(): number
  send(mail: Omit<Mail, 'sentAt'>): void
}

/** One stand-in. Its folder's name is its path. */
export interface StandIn {
  routes: Hono
  /** Back to the start. */
  reset(): void
  /** Sets what the documentation leaves open. @throws Error for a knob that it has not. */
  turn(knobs: Record<string, unknown>): void
  /** The users that exist, for directories to be filled with. */
  users?(): { email: string; user_uuid: string }[]
}

/** What a stand-in's folder exports. */
export type CreateStandIn = (world: World, options: { strict: boolean }) => StandIn
