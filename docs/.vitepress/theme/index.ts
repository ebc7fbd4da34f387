import { type Theme, useData, useRoute, withBase } from 'vitepress'
import DefaultTheme from 'vitepress/theme-without-fonts'
import { enhanceAppWithTabs } from 'vitepress-plugin-tabs/client'
import { h, onMounted, watch } from 'vue'
import './style.css'

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { 'doc-footer-before': () => h(MarkdownLink) }),
  setup: useThemeOfSite,
  enhanceApp({ app }) {
    enhanceAppWithTabs(app)
    if (import.meta.env.SSR) return
    // A click on a state shows it in the preview at the top of the page.
    document.addEventListener('click', ({ target }) => {
      if (target instanceof Element && target.closest('a[target="preview"]'))
        document.querySelector('iframe[name="preview"]')?.scrollIntoView()
    })
  },
} satisfies Theme

/** Shows pictures and live stories in the theme that the reader has chosen for the site. */
function useThemeOfSite(): void {
  const { isDark } = useData()
  const route = useRoute()
  const show = () => showInTheme(isDark.value ? 'dark' : 'light')
  onMounted(() => watch([isDark, () => route.path], show, { immediate: true, flush: 'post' }))
}

/** Language models and people who copy a page read it as Markdown. */
function MarkdownLink() {
  const { page } = useData()
  return h(
    'a',
    { class: 'to-markdown', href: withBase(`/${page.value.filePath}`), target: '_blank' },
    ['This page as Markdown'],
  )
}

function showInTheme(theme: 'dark' | 'light'): void {
  for (const source of document.querySelectorAll<HTMLSourceElement>('.vp-doc picture > source'))
    source.media = theme === 'dark' ? 'all' : 'not all'
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[target="preview"]'))
    link.href = toStory(link.href, theme)
  for (const preview of document.querySelectorAll<HTMLIFrameElement>('iframe[name="preview"]')) {
    const shown = preview.contentWindow?.location.href ?? ''
    const story = toStory(shown.startsWith('http') ? shown : preview.src, theme)
    if (story !== shown) preview.contentWindow?.location.replace(story)
  }
}

/** Returns the address of a story in a theme. */
function toStory(address: string, theme: string): string {
  const url = new URL(address)
  url.searchParams.set('globals', `theme:${theme}`)
  return url.href
}
