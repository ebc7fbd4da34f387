import { otpEndpoints } from '../otp/otpEndpoints.ts'
import { redirectEndpoints } from '../redirect/redirectEndpoints.ts'
import { sessionEndpoints } from '../session/sessionEndpoints.ts'
import { siweEndpoints } from '../siwe/siweEndpoints.ts'

/**
 * Every call between browser and backend, with the schemas of what goes both ways.
 *
 * @example
 * contract.siwe.verify.path // '/siwe/verify'
 */
export const contract = {
  session: sessionEndpoints,
  siwe: siweEndpoints,
  otp: otpEndpoints,
  redirect: redirectEndpoints,
} as const
