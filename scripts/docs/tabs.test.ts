import { Marked } from 'marked'
import { expect, test } from 'vitest'
import { tabs } from './tabs.ts'

const marked = new Marked({ extensions: [tabs] })
const markdown = `Before.

<!-- tabs: package manager -->

**npm**

Run \`npm install\`.

**pnpm**

Run \`pnpm install\`.

<!-- /tabs -->

After.
`

test('default', () => {
  expect(marked.parse(markdown)).toBe(`<p>Before.</p>
<div class="tabs" data-name="package manager">
<section><p class="label"><strong>npm</strong></p>
<p>Run <code>npm install</code>.</p>
</section>
<section><p class="label"><strong>pnpm</strong></p>
<p>Run <code>pnpm install</code>.</p>
</section>
</div>
<p>After.</p>
`)
})

test('behavior: tabs with one panel are an error', () => {
  const single = markdown.replace('**pnpm**', '')
  expect(() => marked.parse(single)).toThrow('The tabs "package manager" need two panels')
})
