/*
 * The building blocks of the Kit's components, for your own components: `@kit/react/parts`. They have a
 * separate entry point because `useWords` loads the whole English dictionary.
 */
export { formatMessage } from '../../locales/public/formatMessage.ts'
export { useErrorText } from '../../locales/useErrorText.ts'
export { useWords } from '../../locales/useWords.ts'
export type { Words } from '../../locales/Words.ts'
export { useCountdown } from '../../login/useCountdown.ts'
export { Part, type PartProps } from './Part.tsx'
export { useFocusKeeper } from './useFocusKeeper.ts'
