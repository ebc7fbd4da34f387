import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { compileExamples } from './compileExamples.ts'
import type { Page } from './Page.ts'
import { readFiles } from './writeGuide.ts'

/**
 * Type-checks every block of `ts` and `tsx` against the built packages, all in one run. Blocks of a page that
 * name a file, as in `ts title=lib/auth.ts`, can import each other as these files would. A block that cannot
 * compile by itself gives the reason after its language: `ts fragment: the rest of the file is yours`.
 *
 * @returns A sentence for every fault.
 */
export async function checkCode(root: string, pages: readonly Page[]): Promise<string[]> {
  const folder = join(root, 'apps/demo/.docs-code')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const faults: string[] = []
  const places = new Map<string, string>()
  for (const { path, markdown } of pages.filter(({ path }) => !builtAsApps.has(path)))
    for (const [index, { info, code }] of findBlocks(markdown).entries()) {
      const [language, ...all] = info.split(' ')
      const title = all.find((word) => word.startsWith('title='))?.slice('title='.length)
      const words = all.filter((word) => !word.startsWith('title='))
      if (words[0] === 'fragment:' && words.length > 2) continue
      if (title !== undefined && words.length === 0) {
        const page = path.replaceAll(/\W/g, '-')
        places.set(`${page}/${title}`, `docs/${path}, ${title}`)
        const file = join(folder, page, title)
        await mkdir(dirname(file), { recursive: true })
        await writeFile(file, `${resolveAlias(code, title)}\nexport {}\n`)
        continue
      }
      if (words.length > 0) {
        faults.push(`docs/${path}: "${info}" must be "${language} fragment: <reason>".`)
        continue
      }
      const name = `${path.replaceAll(/\W/g, '-')}-${index + 1}.${language}`
      places.set(name, `docs/${path}, block ${index + 1}`)
      await writeFile(join(folder, name), `${resolveAlias(code, name)}\nexport {}\n`)
    }
  await writeAuth(folder, pages)
  const errors = await compileExamples(folder)
  return [...faults, ...errors.map((line) => nameThePage(line, places))]
}

function findBlocks(markdown: string): { info: string; code: string }[] {
  return [...markdown.matchAll(/^```(tsx?\b[^\n]*)\n([\s\S]*?)^```$/gm)].map(
    ([, info = '', code = '']) => ({ info: info.trim(), code }),
  )
}

/** Resolves `@/lib/auth`, the alias that create-next-app sets up, to a path relative to the file. */
function resolveAlias(code: string, title: string): string {
  const up = '../'.repeat(title.split('/').length - 1) || './'
  return code.replaceAll(/\b(from |import\()'@\//g, `$1'${up}`)
}

function nameThePage(line: string, places: ReadonlyMap<string, string>): string {
  const path = /\.docs-code\/(.+?\.tsx?)\(/.exec(line)?.[1] ?? ''
  const file = places.has(path) ? path : (/([\w-]+\.tsx?)\(/.exec(line)?.[1] ?? '')
  return `${places.get(file) ?? ''} ${line}`
}

/**
 * The guides of frameworks that are not installed in this repository. `consumers/guides.spec.ts` builds and
 * runs them.
 */
const builtAsApps = new Set(
  ['astro', 'fastify', 'react-router', 'shadcn', 'tanstack-start'].map(
    (name) => `guides/${name}.md`,
  ),
)

/** Writes the file from which many examples import `auth`: the one that the guides create. */
async function writeAuth(folder: string, pages: readonly Page[]): Promise<void> {
  const guide = pages.find(({ path }) => path === 'guides/next-app-router.md')
  const { code = '' } =
    readFiles(guide?.markdown ?? '').find(({ title }) => title === 'lib/auth.ts') ?? {}
  await mkdir(join(folder, 'lib'))
  await writeFile(join(folder, 'lib/auth.ts'), code)
  await writeFile(join(folder, 'auth.ts'), code)
}
