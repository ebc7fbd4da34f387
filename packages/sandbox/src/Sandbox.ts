import type { Hono } from 'hono'

/** An email that a stand-in "sent". */
export interface Mail {
  to: string
  subject: string
  code: string
  /** The body of a real email that arrived by SMTP, exactly as it came. */
  text?: string
  html?: string
  headers?: Record<string, string>
  /** When it was sent, in ISO 8601. */
  sentAt: string
}

/** The clock and the inbox that all stand-ins share. */
export interface World {
  /** The sandbox's time in ms since 1970: the real time plus the offset set by `POST /_sandbox/clock`. */
  now(): number
  send(mail: Omit<Mail, 'sentAt'>): void
}

/** One stand-in. Its folder's name is its path. */
export interface StandIn {
  routes: Hono
  /** Drops all state and returns every knob to its default. */
  reset(): void
  /**
   * Changes settings that the upstream's documentation leaves open.
   *
   * @throws Error for a knob that this stand-in does not have.
   */
  turn(knobs: Record<string, unknown>): void
  /** The existing users, so that tests can fill a directory with them. */
  users?(): { email: string; user_uuid: string }[]
}

/** The export that every stand-in's folder must have. */
export type CreateStandIn = (world: World, options: { strict: boolean }) => StandIn
