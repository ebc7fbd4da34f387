import type { Words } from '../Words.ts'
import { en } from './en.ts'

/** Every text of the components, in English as it is written in the United Kingdom. */
export const enGB: Words = {
  ...en,
  locale: 'en-GB',
  errors: { ...en.errors, aborted: 'Sign-in was cancelled. Try again.' },
}
