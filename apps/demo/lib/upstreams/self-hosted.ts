import { selfHosted, smtp, sqliteUsers } from '@kit/server/upstreams/self-hosted'
import type { Settings } from '../settings.ts'

/** Your users in a file beside the app, wallets, and codes by your own mail server. */
export function create({ baseUrl, read }: Settings) {
  return selfHosted({
    users: sqliteUsers({ file: '.data/people.sqlite' }),
    sendCode: smtp({ url: baseUrl, from: read('MAIL_FROM', 'Aurora <login@example.com>') }),
    brand: { name: 'Aurora' },
  })
}

/** There is no profile to read. */
export const profilePath = undefined
