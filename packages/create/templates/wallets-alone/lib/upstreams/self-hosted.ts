import { selfHosted, sqliteUsers } from '@kit/server/upstreams/self-hosted'
import type { Settings } from '../settings.ts'

/** Your users in a file beside the app, who sign in with their wallets. */
export function create(_: Settings) {
  return selfHosted({ users: sqliteUsers({ file: '.data/people.sqlite' }) })
}

/** There is no profile to read. */
export const profilePath = undefined
