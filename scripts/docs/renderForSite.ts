import { basename, posix } from 'node:path'
import type { MarkdownRenderer } from 'vitepress'
import { tabsMarkdownPlugin } from 'vitepress-plugin-tabs'
import { repositoryUrl } from '../../packages/core/src/errors/docsUrl.ts'
import { nameStories } from './createComponentPages.ts'

type Render = NonNullable<MarkdownRenderer['renderer']['rules'][string]>

/**
 * Changes how the site renders the pages, which are written for GitHub: tabs, the names of files above code, links to
 * files outside of `docs/`, and live stories.
 *
 * @param hasStories - whether the site contains Storybook. The picture of a state with the title `live` then
 *   becomes a preview, and a click on another state shows it in that preview.
 */
export function renderForSite(
  markdown: MarkdownRenderer,
  { hasStories }: { hasStories: boolean },
): void {
  markdown.use(tabsMarkdownPlugin)
  markdown.core.ruler.before('normalize', 'tabs in comments', (state) => {
    state.src = convertTabs(state.src)
  })
  change(markdown, 'fence', (render) => (tokens, index, options, env, self) => {
    const token = tokens[index]
    const [language = '', ...words] = token?.info.split(' ') ?? []
    const title = words.find((word) => word.startsWith('title='))?.slice('title='.length)
    if (token !== undefined) token.info = language
    const code = render(tokens, index, options, env, self)
    return title === undefined
      ? code
      : `<p class="file">${markdown.utils.escapeHtml(title)}</p>${code}`
  })
  change(markdown, 'link_open', (render) => (tokens, index, options, env, self) => {
    const href = tokens[index]?.attrGet('href')
    if (href) tokens[index]?.attrSet('href', toSiteLink(env.relativePath, href))
    return render(tokens, index, options, env, self)
  })
  if (hasStories) change(markdown, 'image', showStories)
}

/** Changes how a kind of token is rendered. The new function can call the previous one. */
function change(
  { renderer }: MarkdownRenderer,
  kind: string,
  createRender: (render: Render) => Render,
): void {
  const render = renderer.rules[kind]
  renderer.rules[kind] = createRender(
    render ?? ((tokens, index, options, _, self) => self.renderToken(tokens, index, options)),
  )
}

/**
 * In Markdown, tabs are text between two comments, and each panel starts with a line in bold. GitHub shows the panels
 * below each other:
 *
 *     <!-- tabs: package manager -->
 *     **npm**
 *     …
 *     **pnpm**
 *     …
 *     <!-- /tabs -->
 *
 * The reader's choice is kept for all tabs with the same name.
 *
 * @throws Error if there are fewer than two panels.
 */
function convertTabs(markdown: string): string {
  const block = /^<!-- tabs: ([^>]+) -->\n([\s\S]*?)\n<!-- \/tabs -->$/gm
  return markdown.replace(block, (_, name: string, text: string) => {
    const panels = text.replace(/^\*\*(.+)\*\*$/gm, '== $1')
    if ((panels.match(/^== /gm) ?? []).length < 2)
      throw new Error(
        `The tabs "${name}" need at least two panels, each with a line in bold above it.`,
      )
    return `:::tabs key:${name.replaceAll(' ', '-')}\n${panels.trim()}\n:::`
  })
}

function toSiteLink(page: string, href: string): string {
  if (/^[a-z]+:|^#/.test(href)) return href
  const target = posix.join('docs', posix.dirname(page), href)
  if (!target.startsWith('docs/')) return `${repositoryUrl}/blob/main/${target}`
  return href.replace(/(^|\/)README\.md/, '$1index.md')
}

/** Shows a story instead of its picture, or in the preview when its picture is clicked. */
function showStories(render: Render): Render {
  return (tokens, index, options, env, self) => {
    const picture = render(tokens, index, options, env, self)
    const [src, title] = ['src', 'title'].map((name) => tokens[index]?.attrGet(name))
    const [, name] = /\.storybook\/pictures\/([\w-]+)\.png$/.exec(src ?? '') ?? []
    const page: string = env.relativePath
    if (name === undefined || !page.startsWith('components/')) return picture
    const start = nameStories(basename(page, '.md'))
    const story = `../storybook/iframe.html?id=${name.replace(`${start}-`, `${start}--`)}`
    return title === 'live'
      ? `<iframe name="preview" title="${tokens[index]?.content}, live" src="${story}"></iframe>`
      : `<a href="${story}" target="preview" title="Show it live">${picture}</a>`
  }
}
