import { selfHosted, sqliteUsers } from '@kit/server/upstreams/self-hosted'
import type { Settings } from '../settings.ts'

/** Signs people in with a wallet, and keeps them in an SQLite file. */
export function create(_: Settings) {
  return selfHosted({ users: sqliteUsers({ file: '.data/people.sqlite' }) })
}

/** There is no profile to read. */
export const profilePath = undefined
