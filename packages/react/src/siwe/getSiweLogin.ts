import type { AuthClient } from '@kit/core'
import type { Config } from 'wagmi'
import { createSiweLogin, type SiweLogin } from './createSiweLogin.ts'

/** The one sign-in of a page: however many parts show it, one prompt is open at a time. */
export function getSiweLogin(client: AuthClient, config: Config): SiweLogin {
  const ofClient = logins.get(client) ?? new WeakMap<Config, SiweLogin>()
  logins.set(client, ofClient)
  const login = ofClient.get(config) ?? createSiweLogin(client, config)
  ofClient.set(config, login)
  return login
}

const logins = new WeakMap<AuthClient, WeakMap<Config, SiweLogin>>()
