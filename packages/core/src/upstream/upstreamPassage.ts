import type { Passage } from '../contract/Passage.ts'

/** `ANY /upstream/*`: the upstream's answer, with the credential of the session, by an allow-list. */
export const upstreamPassage = {
  method: 'ANY',
  path: '/upstream/*',
  answers: 'raw',
} as const satisfies Passage
