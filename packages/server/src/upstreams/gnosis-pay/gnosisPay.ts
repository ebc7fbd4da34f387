import { isAuthority } from './domain.ts'
import type { GnosisPay, GnosisPayOptions } from './GnosisPayOptions.ts'
import { createV1 } from './v1.ts'
import { createV2 } from './v2.ts'

/**
 * Gnosis Pay. A wallet without an account can also sign in, with the status `registration-required`;
 * `sendSignUpCode` and `signUp` complete the account.
 *
 * @param options.dialect - `v2` is the current API. `v1` is the earlier one, which Gnosis Pay keeps for
 * existing partners. Their users are separate.
 * @param options.domain - the domain registered with Gnosis Pay. Default: the page's host. During development
 * on this machine it is required, because the firewall refuses loopback hosts.
 * @param options.uri - the URI of the message. Default: `https://` and the domain.
 * @throws Error immediately for a domain that is a URL, or a lifetime that the upstream does not support.
 * @see {@link https://docs.gnosispay.com}
 * @example
 * createAuth({ upstream: gnosisPay({ domain: 'app.example.com', appName: 'Example' }), … })
 */
export function gnosisPay(options: gnosisPay.Options = {}): GnosisPay {
  const { domain } = options
  if (domain !== undefined && !isAuthority(domain))
    throw new Error(`domain is "${domain}": write it like app.example.com, without https://.`)
  if (options.dialect !== 'v1' && options.sessionLifetimeSeconds !== undefined)
    throw new Error("sessionLifetimeSeconds is an option of dialect: 'v1'.")
  return options.dialect === 'v1' ? createV1(options) : createV2(options)
}

export declare namespace gnosisPay {
  type Options = GnosisPayOptions
}
