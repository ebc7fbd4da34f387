import { accountEndpoints, identityEndpoints } from '../identities/identityEndpoints.ts'
import { otpEndpoints } from '../otp/otpEndpoints.ts'
import { proxyEndpoint } from '../proxy/proxyEndpoint.ts'
import { redirectCallback, redirectEndpoints } from '../redirect/redirectEndpoints.ts'
import { sessionEndpoints } from '../session/sessionEndpoints.ts'
import { siweEndpoints } from '../siwe/siweEndpoints.ts'

/**
 * The contract between browser and backend: each call with the schemas of its request and answer, the page to
 * which an upstream sends the browser back, and the calls that the proxy passes to the upstream.
 *
 * @example
 * contract.siwe.verify.path // '/siwe/verify'
 */
export const contract = {
  session: sessionEndpoints,
  siwe: siweEndpoints,
  otp: otpEndpoints,
  redirect: { ...redirectEndpoints, callback: redirectCallback },
  identities: identityEndpoints,
  account: accountEndpoints,
  proxy: { any: proxyEndpoint },
} as const
