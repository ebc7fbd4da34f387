import { isBuilding } from './isBuilding.ts'
import { isLoopback } from './isHttpsOrLoopback.ts'
import type { Store } from './store/Store.ts'

/**
 * Refuses development settings in production at startup, before they cause failures.
 *
 * @throws Error with a sentence that says what to do.
 */
export function assertIsForProduction(settings: {
  secrets: readonly string[]
  origins: readonly string[]
  deployment?: string | undefined
  store: Pick<Store, 'warning'>
}): void {
  const { secrets, origins, deployment, store } = settings
  assertSecretsArePrivate(secrets)
  const local = origins.find((origin) => isLoopback(new URL(origin).hostname))
  if (local !== undefined)
    throw new Error(
      `origin is "${local}" in production: set it to where users open the app, such as https://app.example.com. ${orLocal}`,
    )
  if (origins.length === 0 && !deployment)
    throw new Error(
      "origin is a function, so another deployment with this secret would accept this one's sessions: set " +
        "deployment to a name such as 'production'.",
    )
  if (store.warning !== undefined) throw new Error(`store: ${store.warning} ${orLocal}`)
}

/**
 * Refuses the publicly known example secret unless every origin is on this machine, whatever NODE_ENV says.
 * Anyone who knows the secret can forge sessions, even on a staging server or behind a tunnel.
 *
 * @throws Error with a sentence that says what to do.
 */
export function assertSecretsArePrivate(
  secrets: readonly string[],
  origins: readonly string[] = [],
): void {
  const isLocal =
    origins.length > 0 && origins.every((origin) => isLoopback(new URL(origin).hostname))
  if (!isLocal && secrets.some((secret) => publicSecrets.includes(secret)))
    throw new Error(
      'secret is the publicly known one from the examples. Set it to the output of `openssl rand -hex 32`.',
    )
}

/**
 * Whether this process serves users: NODE_ENV is `production`, no build is running, and KIT_NOT_PRODUCTION=1,
 * which is for trying out a production build on this machine, is not set.
 */
export function isServingUsers(): boolean {
  const env = globalThis.process?.env ?? {}
  return env['NODE_ENV'] === 'production' && env['KIT_NOT_PRODUCTION'] !== '1' && !isBuilding()
}

const orLocal = 'To try a production build on your machine, set KIT_NOT_PRODUCTION=1.'

/** The secrets of the starter and the documentation. */
const publicSecrets = ['for-development-only-and-known-to-everyone']
