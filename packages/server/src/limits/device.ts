import type { AuthContext } from '../AuthContext.ts'
import type { Cookies } from '../http/Cookies.ts'
import { toHex } from '../keys/encodings.ts'
import { randomBytes } from '../keys/randomBytes.ts'
import { seal, unseal } from '../session/seal.ts'

/**
 * A browser that has signed in before. Its wrong codes and requests for codes are counted separately from those
 * of other browsers, so that nobody else can lock the user out.
 *
 * @see {@link https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies}
 */
export interface Device {
  readonly id: string
  /** Pseudonyms of the identifiers that have signed in here, the latest first. */
  readonly identifierKeys: readonly string[]
  readonly endsAt: number
}

/** Reads the device cookie of a request. Returns `undefined` if there is none or it has expired. */
export async function readDevice(
  context: AuthContext,
  cookies: Cookies,
): Promise<Device | undefined> {
  const value = cookies.read('device')
  if (value === undefined) return undefined
  const opened = await unseal(context.keys, 'device', value)
  // Only this server can seal such a value, so its type is known.
  const device = opened?.value as Device | undefined
  return device !== undefined && context.now() < device.endsAt ? device : undefined
}

/**
 * Records in the device cookie that an identifier has signed in with this browser. Signing out does not remove
 * the cookie.
 */
export async function rememberDevice(
  context: AuthContext,
  cookies: Cookies,
  identifierKey: string,
): Promise<void> {
  const former = await readDevice(context, cookies)
  const others = former?.identifierKeys.filter((key) => key !== identifierKey) ?? []
  const device: Device = {
    id: former?.id ?? toHex(randomBytes(16)),
    identifierKeys: [identifierKey, ...others].slice(0, maxIdentifiers),
    endsAt: context.now() + lifetimeSeconds * 1000,
  }
  cookies.set('device', await seal(context.keys, 'device', device), lifetimeSeconds)
}

/** Enough for a computer that a family shares. */
const maxIdentifiers = 5
const lifetimeSeconds = 180 * 24 * 3600
