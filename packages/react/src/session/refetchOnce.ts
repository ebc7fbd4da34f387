import { shareWhilePending } from '../login/shareWhilePending.ts'
import type { SessionCache } from './SessionCache.ts'

/** Asks the backend again for the session, once for any number of callers that were refused. */
export const refetchOnce = shareWhilePending((sessions: SessionCache) => sessions.refetch())
