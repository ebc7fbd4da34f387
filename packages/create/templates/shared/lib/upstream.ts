import { createSettings, type Variables } from './settings.ts'
import { create, profilePath } from './upstreams/{upstream}.ts'

/**
 * Creates the upstream that verifies users.
 *
 * @throws Error that names what is missing.
 */
export function createUpstream(variables: Variables = process.env) {
  const settings = createSettings('{upstream}', variables)
  return { upstream: create(settings), profilePath, isSandbox: settings.isSandbox }
}
