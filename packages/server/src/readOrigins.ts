import type { AuthOptions } from './AuthOptions.ts'
import { isHttpsOrLoopback } from './isHttpsOrLoopback.ts'

/**
 * Reads the origins of the app, in the form that browsers use.
 *
 * @throws Error with one sentence.
 */
export function readOrigins(origin: AuthOptions['origin']): Origins {
  if (typeof origin === 'function')
    return {
      origins: [],
      // A plain http origin is refused even if the function accepts it, because anyone on the network path can
      // change its pages.
      acceptsOrigin: (text) =>
        URL.canParse(text) && isHttpsOrLoopback(new URL(text)) && origin(text) === true,
    }
  // The value may be undefined in spite of its type, for example if an environment variable is missing.
  const given: unknown = origin
  const list: readonly unknown[] = Array.isArray(given) ? given : [given]
  if (list.length === 0 || list.some((text) => text === undefined || text === ''))
    throw new Error('origin is missing: set it to where users open the app.')
  return { origins: list.map((text) => readOrigin('origin', text)), acceptsOrigin: () => false }
}

/** Normalizes one origin as browsers do: `https://müller.example` is `https://xn--mller-kva.example`. */
export function readOrigin(option: string, text: unknown): string {
  const shown = String(text)
  if (shown.includes('*'))
    throw new Error(
      `${option} is "${shown}": a wildcard would let others in. List the origins, or write a function.`,
    )
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined
  const isInternational = /[^ -~]/.test(shown)
  const isWhole =
    url?.origin === shown ||
    (isInternational && url?.href === `${url?.origin}/` && !shown.endsWith('/'))
  if (url === undefined || !isWhole)
    throw new Error(`${option} is "${shown}": write only the origin, like https://app.example.com.`)
  if (!isHttpsOrLoopback(url))
    throw new Error(`${option} is "${shown}": on another machine it must be https.`)
  return url.origin
}

interface Origins {
  origins: readonly string[]
  acceptsOrigin: (origin: string) => boolean
}
