export { findLocale } from './findLocale.ts'
export { loadWords } from './loadWords.ts'
export { type LocaleName, locales } from './localeNames.ts'
