import type { Upstream } from '@kit/server'
import type { bakkt as Bakkt } from '@kit/server/upstreams/bakkt'
import { createSettings, type Variables } from './settings.ts'
import * as bakkt from './upstreams/bakkt.ts'
import * as bitbadges from './upstreams/bitbadges.ts'
import * as gnosisPay from './upstreams/gnosis-pay.ts'
import * as offblocks from './upstreams/offblocks.ts'
import * as selfHosted from './upstreams/self-hosted.ts'
import * as waltId from './upstreams/walt-id.ts'

/** The values of UPSTREAM. */
const upstreams = {
  'self-hosted': selfHosted,
  bakkt,
  'gnosis-pay': gnosisPay,
  'walt-id': waltId,
  bitbadges,
  offblocks,
}

/**
 * Creates the upstream that verifies users.
 *
 * @throws Error that names the missing variable, or the valid names.
 */
export function createUpstream(variables: Variables = process.env) {
  const name = variables['UPSTREAM'] || 'bakkt'
  const chosen = Object.entries(upstreams).find(([known]) => known === name)?.[1]
  if (chosen === undefined)
    throw new Error(
      `UPSTREAM is "${name}", but must be one of: ${Object.keys(upstreams).join(', ')}.`,
    )
  const settings = createSettings(name, variables)
  // Bakkt needs the app to create each user before the first sign-in. Other upstreams create users themselves.
  const upstream: Upstream & Partial<Pick<Bakkt.Instance, 'createUser'>> = chosen.create(settings)
  return { upstream, profilePath: chosen.profilePath, isSandbox: settings.isSandbox }
}
