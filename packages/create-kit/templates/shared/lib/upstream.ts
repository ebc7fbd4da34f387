import { createSettings, type Variables } from './settings.ts'
import { create, profilePath } from './upstreams/{upstream}.ts'

/**
 * The upstream that verifies the users.
 *
 * @throws Error with a sentence that names what is missing.
 */
export function createUpstream(variables: Variables = process.env) {
  const settings = createSettings('{upstream}', variables)
  return { upstream: create(settings), profilePath, isSandbox: settings.isSandbox }
}
