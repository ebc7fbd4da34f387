import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** Matches a command that would install a package of another publisher. */
const foreign =
  /npm (?:create|init) (?:@?kit\b|create-kit)|npx (?:-y )?(?:create-)?kit(?:-\w+)?\b|(?:npm|pnpm|yarn|bun) (?:i|install|add)\b[^`\n]* @kit\//

test("security: no page has a command that would run another publisher's package", async () => {
  const found: string[] = []
  for await (const file of glob('**/*.{md,mdx}', {
    cwd: root,
    exclude: (name) => /^(?:node_modules|\.|dist$|docs-site|storybook-static)/.test(name),
  }))
    for (const line of (await readFile(join(root, file), 'utf8')).split('\n'))
      if (foreign.test(line)) found.push(`${file}: ${line}`)
  expect(found).toEqual([])
})

test.for([
  'npm create kit my-app',
  'npm create @kit my-app',
  'npm install wagmi @kit/react',
  'pnpm add -D @kit/sandbox',
  'npx kit-sandbox',
  'npx -y create-kit',
])('behavior: %s would install a package of another publisher', (command) => {
  expect(command).toMatch(foreign)
})
