import { otpEndpoints } from '../otp/otpEndpoints.ts'
import { redirectCallback, redirectEndpoints } from '../redirect/redirectEndpoints.ts'
import { sessionEndpoints } from '../session/sessionEndpoints.ts'
import { siweEndpoints } from '../siwe/siweEndpoints.ts'
import { upstreamPassage } from '../upstream/upstreamPassage.ts'

/**
 * All that passes between browser and backend: every call with the schemas of what goes both ways, the
 * page that an upstream sends the browser back to, and what is passed on.
 *
 * @example
 * contract.siwe.verify.path // '/siwe/verify'
 */
export const contract = {
  session: sessionEndpoints,
  siwe: siweEndpoints,
  otp: otpEndpoints,
  redirect: { ...redirectEndpoints, callback: redirectCallback },
  upstream: { any: upstreamPassage },
} as const
