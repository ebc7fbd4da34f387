import type { AuthContext } from '../AuthContext.ts'
import type { LimitName } from '../limits/defaultLimits.ts'
import { readDevice } from '../limits/device.ts'
import type { Charge } from '../limits/reserve.ts'
import { createClientCharges } from '../limits/reserve.ts'
import type { Exchange } from '../routes/Exchange.ts'
import { findFirstCode } from './firstCode.ts'

/**
 * The browser that requests or enters a code. A browser that has signed in as this user before (`device`), or
 * that has just entered the first of two codes (`first-code`), has separate limits. Any other browser is a
 * stranger.
 */
export interface Requester {
  readonly kind: 'device' | 'first-code' | 'stranger'
  readonly key: string
}

/** @param mayHaveFirstCode - whether to look up the first of two codes in the store. Default: true. */
export async function findRequester(
  context: AuthContext,
  exchange: Exchange,
  identifierKey: string,
  mayHaveFirstCode = true,
): Promise<Requester> {
  const device = await readDevice(context, exchange.cookies)
  if (device?.identifierKeys.includes(identifierKey) === true)
    return { kind: 'device', key: `device:${device.id}` }
  const firstCode = mayHaveFirstCode
    ? await findFirstCode(context, exchange, identifierKey)
    : undefined
  if (firstCode !== undefined) return { kind: 'first-code', key: `first:${firstCode}` }
  return toStranger(exchange)
}

export function toStranger({ client }: Exchange): Requester {
  return { kind: 'stranger', key: `client:${client.key}` }
}

/** Returns the charges for a requester: those of the known browser, or those of the stranger's network. */
export function createRequesterCharges(
  exchange: Exchange,
  { kind, key }: Requester,
  name: LimitName,
): Charge[] {
  return kind === 'stranger'
    ? createClientCharges(exchange, name)
    : [{ name, key, isReported: true }]
}
