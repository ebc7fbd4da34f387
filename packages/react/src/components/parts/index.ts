/*
 * The parts of the components, for your components: `@kit/react/parts`. They are not in the main entry point
 * because `useWords` loads the whole English dictionary.
 */
export { formatMessage } from '../../locales/public/formatMessage.ts'
export { useErrorText } from '../../locales/useErrorText.ts'
export { useWords } from '../../locales/useWords.ts'
export type { Words } from '../../locales/Words.ts'
export { useCountdown } from '../../login/useCountdown.ts'
export { Part, type PartProps } from './Part.tsx'
export { useFocusKeeper } from './useFocusKeeper.ts'
