import { gnosisPay } from '@kit/server/upstreams/gnosis-pay'
import type { Settings } from '../settings.ts'

/**
 * Signs people in with a wallet. A new wallet registers with `lib/RegistrationForm.tsx`. GNOSIS_PAY_DIALECT is `v2`, the
 * default, or `v1` for partners with the earlier API. An app that uses only one can delete the other.
 */
export function create({ baseUrl, read }: Settings) {
  const domain = read('GNOSIS_PAY_DOMAIN', 'app.example.com')
  if (isV1) return gnosisPay({ dialect: 'v1', baseUrl, domain })
  return gnosisPay({ baseUrl, domain, appName: 'Demo' })
}

const isV1 = process.env['GNOSIS_PAY_DIALECT'] === 'v1'

/** The path that the profile page reads. */
export const profilePath = isV1 ? '/api/v1/user' : '/user'

/** The paths with which the app creates an account. */
export const registration = isV1
  ? { codePath: '/api/v1/auth/signup/otp', path: '/api/v1/auth/signup', emailName: 'authEmail' }
  : { codePath: '/email-verification', path: '/user', emailName: 'email' }
