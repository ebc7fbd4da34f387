/**
 * Returns a component's TSDoc as Markdown, with examples as code blocks. Otherwise Markdown would render
 * their elements.
 */
export function describeComponent(component: { __docgenInfo?: { description?: string } }): string {
  const [text = '', ...examples] = (component.__docgenInfo?.description ?? '').split('@example')
  return [text.trim(), ...examples.map((code) => `\`\`\`tsx\n${code.trim()}\n\`\`\``)].join('\n\n')
}
