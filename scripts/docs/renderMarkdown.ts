import { dirname, posix } from 'node:path'
import { Marked } from 'marked'
import { createHighlighter } from 'shiki'
import { type Page, toHtmlPath } from './Page.ts'

/** What is known of a page once it is rendered. */
export interface Rendered {
  html: string
  /** Ids of the headings. */
  anchors: Set<string>
  /** Targets of links and pictures, as written. */
  links: string[]
}

/** Makes the function that turns a page into HTML, with code in colours for light and dark. */
export async function createRenderer(): Promise<(page: Page) => Rendered> {
  const highlighter = await createHighlighter({ themes: Object.values(themes), langs: languages })

  return ({ path, markdown }) => {
    const anchors = new Set<string>()
    const links: string[] = []
    const marked = new Marked({
      renderer: {
        heading({ tokens, depth, text }) {
          const id = toUniqueAnchor(text, anchors)
          return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`
        },
        code({ text, lang }) {
          const language = lang?.split(/\s/)[0] ?? ''
          const known = languages.includes(language) ? language : 'text'
          return highlighter.codeToHtml(text, { lang: known, themes, defaultColor: 'light-dark()' })
        },
        link({ href, title, tokens }) {
          links.push(href)
          const hint = title ? ` title="${title}"` : ''
          return `<a href="${toSiteLink(path, href)}"${hint}>${this.parser.parseInline(tokens)}</a>`
        },
        image({ href, text }) {
          links.push(href)
          return `<img src="${href}" alt="${text}" loading="lazy">`
        },
      },
    })
    return { html: String(marked.parse(markdown, { async: false })), anchors, links }
  }
}

/** As GitHub does, so that one link works in both places. */
function toUniqueAnchor(text: string, taken: Set<string>): string {
  const plain = text.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '')
  const base = plain.trim().replace(/\s/g, '-')
  let id = base
  for (let count = 1; taken.has(id); count += 1) id = `${base}-${count}`
  taken.add(id)
  return id
}

function toSiteLink(from: string, href: string): string {
  if (/^[a-z]+:/.test(href) || href.startsWith('#')) return href
  const [target = '', anchor] = href.split('#')
  const isInside = !posix.join(dirname(from), target).startsWith('..')
  const link = isInside && target.endsWith('.md') ? toHtmlPath(target) : target
  return anchor === undefined ? link : `${link}#${anchor}`
}

const themes = { light: 'github-light', dark: 'github-dark' }
const languages = ['ts', 'tsx', 'js', 'json', 'css', 'html', 'sh', 'http', 'yaml', 'text']
