import { useFirstWords } from '../../locales/useFirstWords.ts'

/** The language of the texts and its direction. Both may differ from the page's. */
export function useLanguage(): { lang: string; dir: 'ltr' | 'rtl' } {
  const words = useFirstWords()
  return { lang: words.locale, dir: words.direction }
}
