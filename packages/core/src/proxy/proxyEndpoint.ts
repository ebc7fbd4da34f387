import type { RawEndpoint } from '../schema/RawEndpoint.ts'

/**
 * `ANY /upstream/*`: calls that the backend passes on to the upstream by an allow-list, with the session's
 * credential.
 */
export const proxyEndpoint = {
  method: 'ANY',
  path: '/upstream/*',
  answers: 'raw',
} as const satisfies RawEndpoint
