import type { useLinkEmail } from '../../identities/useLinkEmail.ts'

/** What the code step needs of a sign-in by code, or of another use of one. */
export type CodeLogin = Omit<useLinkEmail.ReturnType, 'startAsync' | 'submitAsync' | 'reset'>
