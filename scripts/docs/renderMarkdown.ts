import { basename, dirname, posix } from 'node:path'
import { Marked, Renderer } from 'marked'
import { createHighlighter } from 'shiki'
import { nameStories } from './createComponentPages.ts'
import { type Page, toHtmlPath } from './Page.ts'
import { tabs } from './tabs.ts'

/** A rendered page and what was found in it. */
export interface Rendered {
  html: string
  /** The ids of the headings. */
  anchors: Set<string>
  headings: Heading[]
  /** Targets of links and pictures, as written. */
  links: string[]
}

/** A heading of a section, for the search. */
export interface Heading {
  id: string
  text: string
  depth: number
  /** The Markdown between this heading and the next. */
  body: string
}

/**
 * Creates the function that converts a page to HTML, with highlighted code for light and dark.
 *
 * @param hasStories - whether the site contains Storybook. The picture of a state with the title `live` then
 *   becomes a preview, and a click on another state shows it in that preview.
 */
export async function createRenderer({
  hasStories = false,
} = {}): Promise<(page: Page) => Rendered> {
  const highlighter = await createHighlighter({ themes: Object.values(themes), langs: languages })

  return ({ path, markdown }) => {
    const anchors = new Set<string>()
    const links: string[] = []
    const headings: Heading[] = []
    const marked = new Marked({
      extensions: [tabs],
      renderer: {
        heading({ tokens, depth, text }) {
          const id = toUniqueAnchor(text, anchors)
          headings.push({ id, text: text.replaceAll('`', ''), depth, body: '' })
          return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`
        },
        code({ text, lang }) {
          const language = lang?.split(/\s/)[0] ?? ''
          const known = languages.includes(language) ? language : 'text'
          const options = { lang: known, themes, defaultColor: 'light-dark()' }
          return `<figure class="code">${readCaption(lang)}${highlighter.codeToHtml(text, options)}</figure>\n`
        },
        table(token) {
          // Can be focused, so that the arrow keys scroll a table that is wider than the screen.
          const table = Renderer.prototype.table.call(this, token)
          return `<div class="scroller" role="region" aria-label="Table" tabindex="0">${table}</div>\n`
        },
        link({ href, title, tokens }) {
          links.push(href)
          const hint = title ? ` title="${title}"` : ''
          return `<a href="${toSiteLink(path, href)}"${hint}>${this.parser.parseInline(tokens)}</a>`
        },
        image({ href, text, title }) {
          links.push(href)
          if (!href.startsWith(pictures)) return createPicture(href, text)
          const file = href.slice(pictures.length)
          const picture = createPicture(`../pictures/${file}`, text)
          if (!hasStories) return picture
          const story = `../storybook/iframe.html?id=${toStoryId(path, file)}`
          return title === 'live'
            ? `<iframe name="preview" title="${text}, live" src="${story}"></iframe>`
            : `<a href="${story}" target="preview" title="Show it live">${picture}</a>`
        },
      },
    })
    const html = String(marked.parse(markdown, { async: false }))
    const bodies = markdown.replace(/^```[\s\S]*?^```$/gm, hideMarks).split(/^#{1,6} .*$/m)
    for (const [index, heading] of headings.entries()) heading.body = bodies[index + 1] ?? ''
    return { html, anchors, headings, links }
  }
}

function createPicture(href: string, text: string): string {
  return `<img src="${href}" alt="${text}" loading="lazy">`
}

/** The folder of the stories' pictures, relative to the components' pages. */
const pictures = '../../.storybook/pictures/'

function toStoryId(path: string, picture: string): string {
  const start = nameStories(basename(path, '.md'))
  return picture.replace(/\.png$/, '').replace(`${start}-`, `${start}--`)
}

/** Returns the file that a block of code belongs to: `ts title=server.ts`. */
function readCaption(info: string | undefined): string {
  const [, title] = /\btitle=(\S+)/.exec(info ?? '') ?? []
  return title === undefined ? '' : `<figcaption>${title.replaceAll('<', '&lt;')}</figcaption>`
}

/** A comment in a shell script is not a heading. */
function hideMarks(code: string): string {
  return code.replaceAll(/^#/gm, ' ')
}

/** Creates the same id as GitHub, so that a link works in both places. */
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

const themes = { light: 'github-light-default', dark: 'github-dark-default' }
const languages = ['ts', 'tsx', 'js', 'json', 'css', 'html', 'sh', 'http', 'yaml', 'text']
