import type { Passage } from '../schema/Passage.ts'

/**
 * `ANY /upstream/*`: calls that the backend passes on to the upstream by an allow-list, with the session's
 * credential.
 */
export const upstreamPassage = {
  method: 'ANY',
  path: '/upstream/*',
  answers: 'raw',
} as const satisfies Passage
