import type { Upstream } from '@kit/server'
import type { bakkt as Bakkt } from '@kit/server/upstreams/bakkt'
import { createSettings, type Variables } from './settings.ts'
import * as bakkt from './upstreams/bakkt.ts'
import * as bitbadges from './upstreams/bitbadges.ts'
import * as gnosisPay from './upstreams/gnosis-pay.ts'
import * as offblocks from './upstreams/offblocks.ts'
import * as waltId from './upstreams/walt-id.ts'

/** What UPSTREAM may name. An app that has chosen keeps one of them. */
const upstreams = { bakkt, 'gnosis-pay': gnosisPay, 'walt-id': waltId, bitbadges, offblocks }

/**
 * The upstream that verifies the users.
 *
 * @throws Error with a sentence that names what is missing, or the possible names.
 */
export function createUpstream(variables: Variables = process.env) {
  const name = variables['UPSTREAM'] || 'bakkt'
  const chosen = Object.entries(upstreams).find(([known]) => known === name)?.[1]
  if (chosen === undefined)
    throw new Error(
      `UPSTREAM is "${name}", but must be one of: ${Object.keys(upstreams).join(', ')}.`,
    )
  const settings = createSettings(name, variables)
  // Bakkt's users are made by the app, before they sign in; others make themselves.
  const upstream: Upstream & Partial<Pick<Bakkt.Instance, 'createUser'>> = chosen.create(settings)
  return { upstream, profilePath: chosen.profilePath, isSandbox: settings.isSandbox }
}
