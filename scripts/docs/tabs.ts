import type { TokenizerAndRendererExtension, Tokens } from 'marked'

interface Panel {
  label: string
  tokens: Tokens.Generic[]
}

/**
 * Tabs. In Markdown they are text between two comments, in which a line in bold starts each panel, so that a
 * forge shows one panel below the other:
 *
 *     <!-- tabs: package manager -->
 *     **npm**
 *     …
 *     **pnpm**
 *     …
 *     <!-- /tabs -->
 *
 * The site shows the same until its script has loaded, which then hides all panels but one. The choice is kept
 * for all tabs with the same name.
 */
export const tabs: TokenizerAndRendererExtension = {
  name: 'tabs',
  level: 'block',
  start: (source) => /<!-- tabs: /.exec(source)?.index,
  tokenizer(source) {
    const match = /^<!-- tabs: ([^>]+) -->\n([\s\S]*?)\n<!-- \/tabs -->(?:\n|$)/.exec(source)
    if (match === null) return undefined
    const [raw, name = '', text = ''] = match
    const [before = '', ...parts] = text.split(/^\*\*(.+)\*\*$/m)
    if (before.trim() !== '' || parts.length < 4)
      throw new Error(`The tabs "${name}" need two panels, and each a line in bold above it.`)
    const panels: Panel[] = []
    for (let at = 0; at < parts.length; at += 2)
      panels.push({ label: parts[at] ?? '', tokens: this.lexer.blockTokens(parts[at + 1] ?? '') })
    return { type: 'tabs', raw, name, panels }
  },
  renderer(token) {
    const panels = (token['panels'] as Panel[]).map(
      ({ label, tokens }) =>
        `<section><p class="label"><strong>${label}</strong></p>\n${this.parser.parse(tokens)}</section>\n`,
    )
    return `<div class="tabs" data-name="${token['name']}">\n${panels.join('')}</div>\n`
  },
}
