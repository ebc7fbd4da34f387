import { selfHosted, smtp, sqliteUsers } from '@kit/server/upstreams/self-hosted'
import type { Settings } from '../settings.ts'

/** Signs people in with a code from your mail server, and keeps them in an SQLite file. */
export function create({ baseUrl, read }: Settings) {
  const { siwe: _, ...upstream } = selfHosted({
    users: sqliteUsers({ file: '.data/people.sqlite' }),
    sendCode: smtp({ url: baseUrl, from: read('MAIL_FROM', 'Acme <login@example.com>') }),
  })
  return upstream
}

/** There is no profile to read. */
export const profilePath = undefined
