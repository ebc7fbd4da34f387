import { useFirstWords } from '../locales/useFirstWords.ts'

/** The language of the words, for assistive technology; and its direction, where the page may have another. */
export function useLanguage(): { lang: string; dir: 'rtl' | undefined } {
  const words = useFirstWords()
  return { lang: words.locale, dir: words.direction === 'rtl' ? 'rtl' : undefined }
}
