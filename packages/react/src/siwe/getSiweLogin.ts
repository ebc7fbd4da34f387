import type { AuthClient } from '@kit/core'
import type { Config } from 'wagmi'
import { shareBy } from '../internals/shareBy.ts'
import { createSiweLogin } from './createSiweLogin.ts'
import type { SiweLogin } from './SiweLogin.ts'

/** The one sign-in of a page: however many parts show it, one prompt is open at a time. */
export function getSiweLogin(client: AuthClient, config: Config): SiweLogin {
  return findLogins(client)(config)
}

const findLogins = /* @__PURE__ */ shareBy((client: AuthClient) =>
  shareBy((config: Config) => createSiweLogin(client, config)),
)
