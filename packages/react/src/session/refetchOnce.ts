import { shareWhilePending } from '../login/shareWhilePending.ts'
import type { SessionCache } from './SessionCache.ts'

/** Requests the session again, once for any number of calls that were refused. */
export const refetchOnce = shareWhilePending((sessions: SessionCache) => sessions.refetch())
