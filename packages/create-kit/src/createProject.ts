import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Options } from './options.ts'
import { upstreamCode } from './upstreamCode.ts'

/**
 * Writes an app that signs its users in.
 *
 * @param folder - where to. It is made when it is not there.
 * @throws Error when the folder is not empty: nothing is written then.
 * @example
 * await createProject('my-app', { framework: 'next', upstream: 'bakkt' })
 */
export async function createProject(folder: string, options: Options): Promise<void> {
  const target = resolve(folder)
  const present = await readdir(target).catch(() => [])
  if (present.length > 0)
    throw new Error(`${target} is not empty. Choose another folder, or empty this one.`)
  await mkdir(target, { recursive: true })
  await cp(join(templates, 'shared'), target, { recursive: true })
  await cp(join(templates, options.framework), target, { recursive: true })
  await writeFile(join(target, '.gitignore'), 'node_modules/\n.next/\ndist/\n.env\n.env.local\n')
  await fill(join(target, 'package.json'), (text) => describePackage(text, target, options))
  const auth = join(target, options.framework === 'next' ? 'lib/auth.js' : 'server/auth.js')
  const { setUp, create, variables, files = {} } = upstreamCode[options.upstream]
  for (const [name, text] of Object.entries(files)) await writeFile(join(dirname(auth), name), text)
  const usesOtp =
    options.upstream === 'bakkt' &&
    (options.methods === undefined || options.methods.includes('otp'))
  const usesSiwe = options.methods === undefined || options.methods.includes('siwe')
  await fill(auth, (text) =>
    text
      .replace("import { upstream } from 'upstream'", setUp)
      .replace('  upstream,\n', `  upstream: ${usesSiwe ? create : `withoutSiwe(${create})`},\n`)
      .replace('  otp: {},\n', usesOtp ? '  otp: { resolveUser },\n' : '')
      .replace(/\/\* only with codes \*\/\n([\s\S]*?)\/\* end \*\/\n/, usesOtp ? '$1' : '')
      .concat(usesSiwe ? '' : withoutSiwe),
  )
  await fill(join(target, 'README.md'), (text) =>
    text
      .replaceAll('{name}', basename(target))
      .replaceAll('{upstream}', options.upstream)
      .replace('{variables}', variables.map((line) => `- ${line}`).join('\n')),
  )
  await fill(join(target, 'scripts/env.js'), (text) =>
    text.replaceAll('{upstream}', options.upstream),
  )
}

const { version }: { version: string } = JSON.parse(
  await readFile(join(import.meta.dirname, '../package.json'), 'utf8'),
)
const templates = join(import.meta.dirname, '../templates')

async function fill(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, 'utf8')))
}

function describePackage(text: string, target: string, { packages = {} }: Options): string {
  const manifest: { name: string; dependencies: Record<string, string> } = JSON.parse(text)
  manifest.name =
    basename(target)
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-') || 'my-app'
  // All packages have one version, and this one's is it.
  for (const name of Object.keys(manifest.dependencies))
    if (name.startsWith('@kit/')) manifest.dependencies[name] = `^${version}`
  for (const [name, from] of Object.entries(packages))
    if (name in manifest.dependencies) manifest.dependencies[name] = from
  return `${JSON.stringify(manifest, null, 2)}\n`
}

const withoutSiwe = `
/** The upstream without its way in by wallet: this app offers codes alone. */
function withoutSiwe({ siwe: _, ...upstream }) {
  return upstream
}
`
