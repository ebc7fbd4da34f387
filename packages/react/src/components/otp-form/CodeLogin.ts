import type { useLinkEmail } from '../../identities/useLinkEmail.ts'

/** The members of `useOtpLogin` or `useLinkEmail` that the code step uses. */
export type CodeLogin = Omit<useLinkEmail.ReturnType, 'startAsync' | 'submitAsync' | 'reset'>
