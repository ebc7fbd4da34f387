import { useFirstWords } from '../../locales/useFirstWords.ts'

/** Returns the language and direction of the components' texts, which may differ from those of the page. */
export function useLanguage(): { lang: string; dir: 'ltr' | 'rtl' } {
  const words = useFirstWords()
  return { lang: words.locale, dir: words.direction }
}
