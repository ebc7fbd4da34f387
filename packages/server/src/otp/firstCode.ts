import type { AuthContext } from '../AuthContext.ts'
import { toHex } from '../keys/encodings.ts'
import { randomBytes } from '../keys/randomBytes.ts'
import type { Exchange } from '../routes/Exchange.ts'
import { type LoginState, openLogin, readLogin } from '../session/loginState.ts'
import { guard } from '../store/guard.ts'

/*
 * After many wrong codes, a browser that has not signed in before needs two correct codes in a row. The first
 * one is recorded here, for this browser and identifier.
 */

/** Returns the id of the first code that this browser has entered, if there is one. */
export async function findFirstCode(
  context: AuthContext,
  exchange: Exchange,
  identifierKey: string,
): Promise<string | undefined> {
  // This need not wait until it is known whether the login cookie belongs to this store: another store does not
  // contain the key.
  const key = await toKey(context, await openLogin(context, exchange.cookies), identifierKey)
  return key === undefined ? undefined : guard(() => context.store.get(key))
}

export async function rememberFirstCode(
  context: AuthContext,
  exchange: Exchange,
  identifierKey: string,
): Promise<void> {
  const key = await toKey(context, await readLogin(context, exchange.cookies), identifierKey)
  if (key === undefined) return
  await guard(() => context.store.set(key, toHex(randomBytes(16)), lifetimeSeconds))
}

export async function forgetFirstCode(
  context: AuthContext,
  exchange: Exchange,
  identifierKey: string,
): Promise<void> {
  const key = await toKey(context, await readLogin(context, exchange.cookies), identifierKey)
  if (key !== undefined) await guard(() => context.store.delete(key))
}

async function toKey(
  context: AuthContext,
  login: LoginState | undefined,
  identifierKey: string,
): Promise<string | undefined> {
  if (login === undefined) return undefined
  return `otp-first:${await context.keys.pseudonym(`${login.id}:${identifierKey}`)}`
}

const lifetimeSeconds = 1800
