import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { assertEmpty } from './assertEmpty.ts'
import { describePackage } from './describePackage.ts'
import { leaveOut } from './leaveOut.ts'
import { type Options, offered } from './options.ts'
import { selectVariables } from './selectVariables.ts'

/**
 * Writes an app that signs its users in: the starter, less what the options leave out.
 *
 * @param folder - where to. It is made when it is not there.
 * @throws Error when the folder is not empty: nothing is written then.
 * @example
 * await createProject('my-app', { framework: 'next', upstream: 'bakkt' })
 */
export async function createProject(folder: string, options: Options): Promise<void> {
  const target = resolve(folder)
  await assertEmpty(target)
  await mkdir(target, { recursive: true })
  const { framework, upstream, methods = offered[upstream] } = options

  // 1. The starter: all of it, or what does not depend on Next.js.
  const parts = framework === 'next' ? await readdir(starter) : ofEveryFramework
  for (const part of parts) await cp(join(starter, part), join(target, part), { recursive: true })
  // 2. What takes the place of the starter's own: a README of the app, one upstream and no choice.
  await cp(join(templates, 'shared'), target, { recursive: true })
  if (framework !== 'next') await cp(join(templates, framework), target, { recursive: true })
  // 3. Less what nothing in this app asks for.
  await leaveOut(target, { framework, upstream, methods })
  if (upstream === 'bakkt' && !methods.includes('siwe'))
    await cp(join(templates, 'codes-alone'), target, { recursive: true })
  // 4. Names.
  await writeFile(join(target, '.gitignore'), ignored)
  await fill(join(target, 'lib/upstream.ts'), (text) => text.replaceAll('{upstream}', upstream))
  await fill(join(target, '.env.example'), (text) => selectVariables(text, upstream))
  await fill(join(target, 'package.json'), (text) =>
    describePackage(text, { folder: target, methods, packages: options.packages }),
  )
  await fill(join(target, 'README.md'), (text) =>
    text
      .replaceAll('{name}', basename(target))
      .replaceAll('{upstream}', upstream)
      .replace('{codes}', methods.includes('otp') ? aboutCodes : ''),
  )
}

async function fill(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, 'utf8')))
}

const templates = join(import.meta.dirname, '../templates')
/** `apps/demo`, copied here by the build: `scripts/copyStarter.ts`. */
const starter = join(templates, 'starter')
const ofEveryFramework = ['lib', 'demo-wallet', 'scripts', 'test', '.env.example']

const ignored = `node_modules/
.next/
dist/
.data/
.env.local
next-env.d.ts
*.tsbuildinfo
`

const aboutCodes = `
## Codes by e-mail

\`lib/users.ts\` keeps which e-mail address is which user of the upstream, in an SQLite file below \`.data\`. An app with
a database of its own, or on more than one machine, looks there instead. \`lib/accounts.ts\` makes the users.
`
