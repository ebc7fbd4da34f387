import { selfHosted, smtp, sqliteUsers } from '@kit/server/upstreams/self-hosted'
import type { Settings } from '../settings.ts'

/** Your users in a file beside the app, who sign in by codes from your own mail server. */
export function create({ baseUrl, read }: Settings) {
  const { siwe: _, ...upstream } = selfHosted({
    users: sqliteUsers({ file: '.data/people.sqlite' }),
    sendCode: smtp({ url: baseUrl, from: read('MAIL_FROM', 'Acme <login@example.com>') }),
  })
  return upstream
}

/** There is no profile to read. */
export const profilePath = undefined
