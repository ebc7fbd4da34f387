import type { Page } from './Page.ts'

/** Creates the table of custom properties from the style sheet that defines them. */
export function createTokensPage(css: string): Page {
  const lines = [
    '# Tokens',
    '',
    'Every custom property and its default. [How to use them](../theming.md).',
  ]
  for (const [, comment, name, value] of css.matchAll(part)) {
    if (comment !== undefined && /^[A-Z][^*]*$/.test(comment.trim()) && !comment.includes('\n'))
      lines.push('', `## ${comment.trim()}`, '', '| property | default |', '|---|---|')
    else if (name !== undefined && value !== undefined)
      lines.push(`| \`${name}\` | \`${value.replace(/\s+/g, ' ').trim()}\` |`)
  }
  return { path: 'reference/tokens.md', markdown: `${lines.join('\n')}\n` }
}

const part = /\/\*([\s\S]*?)\*\/|^\s*(--kit-[\w-]+):\s*([^;]+);/gm
