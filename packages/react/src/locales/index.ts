export { findLocale, type LocaleName, loadWords, locales } from './loadWords.ts'
