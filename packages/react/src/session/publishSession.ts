import type { Session } from '@kit/core'
import { openBroadcast } from '../login/openBroadcast.ts'
import type { SessionCache } from './SessionCache.ts'

/** Publishes a session, or its end, to this tab and all others. */
export function publishSession(sessions: SessionCache, session: Session | null): void {
  sessions.setSession(session)
  openChannel()?.postMessage(session === null ? 'signed-out' : 'signed-in')
}

/**
 * Opens the channel between tabs; `undefined` if the browser has none. A channel does not receive its own
 * messages.
 */
export function openChannel(): BroadcastChannel | undefined {
  channel ??= openBroadcast('kit:session')
  return channel
}

let channel: BroadcastChannel | undefined
