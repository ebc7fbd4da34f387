import { type Theme, useData, withBase } from 'vitepress'
import DefaultTheme from 'vitepress/theme-without-fonts'
import { enhanceAppWithTabs } from 'vitepress-plugin-tabs/client'
import { h } from 'vue'
import './style.css'

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { 'doc-footer-before': () => h(MarkdownLink) }),
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

/** Language models and people who copy a page read it as Markdown. */
function MarkdownLink() {
  const { page } = useData()
  return h(
    'a',
    { class: 'to-markdown', href: withBase(`/${page.value.filePath}`), target: '_blank' },
    ['This page as Markdown'],
  )
}
