import { spawnSync } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { serveFolder } from './serveFolder.ts'

/*
 * Type-checks the code that "Show code" in Storybook gives for each story, as an app that copies it would.
 * Needs the built packages and Storybook (`storybook build -o storybook-static`).
 */
const root = join(import.meta.dirname, '..')
const folder = join(root, 'apps/demo/.snippets')
const { url, close } = await serveFolder(join(root, 'storybook-static'))
const snippets = await readSnippets().finally(close)

await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })
for (const [name, code] of snippets) await writeFile(join(folder, `${name}.tsx`), toModule(code))
await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings()))
const { status, stdout } = spawnSync('tsc', ['-p', folder, '--pretty', 'false'], {
  encoding: 'utf8',
})
if (status === 0) await rm(folder, { recursive: true })
else console.error(stdout)
console.log(`${snippets.size} snippets of Storybook, ${status === 0 ? 'all' : 'not all'} compile`)
process.exitCode = status ?? 1

/** Opens the page of each component and clicks every "Show code". Returns the texts by the stories' ids. */
async function readSnippets(): Promise<Map<string, string>> {
  const index: { entries: Record<string, { type: string; id: string }> } = JSON.parse(
    await readFile(join(root, 'storybook-static/index.json'), 'utf8'),
  )
  const found = new Map<string, string>()
  const executablePath = process.env['CHROMIUM_PATH']
  const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath })
  const page = await browser.newPage()
  // The code does not depend on the frames of the states, which would all play at once.
  await page.route(/viewMode=story/, (route) => route.abort())
  for (const { id } of Object.values(index.entries).filter(({ type }) => type === 'docs')) {
    await page.goto(`${url}/iframe.html?viewMode=docs&id=${id}`)
    const anchors = page.locator('[id^="anchor--"]')
    await page.locator('#storybook-docs h1').first().waitFor()
    for (const anchor of await anchors.all()) {
      const story = (await anchor.getAttribute('id'))?.replace('anchor--', '') ?? ''
      await anchor.getByRole('button', { name: 'Show code' }).click()
      found.set(story, await anchor.locator('pre code, pre').first().innerText())
    }
  }
  await browser.close()
  return found
}

/** An app puts the imports at the top and the elements into a component. */
function toModule(code: string): string {
  const [, imports = '', elements = ''] = /^((?:import .*\n)*)\s*([\s\S]*)$/.exec(code) ?? []
  return `${imports}export const Example = () => (\n<>\n${elements}\n</>\n)\n`
}

function settings() {
  return {
    compilerOptions: {
      target: 'es2024',
      module: 'esnext',
      moduleResolution: 'bundler',
      jsx: 'react-jsx',
      lib: ['es2024', 'dom', 'dom.iterable'],
      types: ['node'],
      strict: true,
      noEmit: true,
      skipLibCheck: true,
    },
    include: ['*.tsx'],
  }
}
