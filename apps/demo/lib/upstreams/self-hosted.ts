import { selfHosted, smtp, sqliteUsers } from '@kit/server/upstreams/self-hosted'
import type { Settings } from '../settings.ts'

/** Signs people in with a wallet or a code from your mail server, and keeps them in an SQLite file. */
export function create({ baseUrl, read }: Settings) {
  return selfHosted({
    users: sqliteUsers({ file: '.data/people.sqlite' }),
    sendCode: smtp({ url: baseUrl, from: read('MAIL_FROM', 'Aurora <login@example.com>') }),
    brand: { name: 'Aurora' },
  })
}

/** There is no profile to read. */
export const profilePath = undefined
