import { existsSync } from 'node:fs'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Makes Yarn and Bun take the Kit's packages from `vendor/` of an app, even when the packages depend on each other.
 * npm finds them among the app's dependencies, but other managers would ask the registry, where these names belong to
 * somebody else.
 *
 * @param files - `file:…` by the packages' names.
 */
export async function overrideVendored(folder: string, files: Files): Promise<void> {
  const file = join(folder, 'package.json')
  const text = await readFile(file, 'utf8')
  const manifest: { resolutions?: Record<string, string> } = JSON.parse(text)
  manifest.resolutions = { ...manifest.resolutions, ...files }
  const indent = /\n(\s+)"/.exec(text)?.[1] ?? '  '
  await writeFile(file, `${JSON.stringify(manifest, null, indent)}\n`)
}

/**
 * Makes pnpm take the Kit's packages from `vendor/` of an app. pnpm reads overrides from a separate file.
 *
 * @throws Error if that file already has overrides. It lists the lines to add.
 */
export async function overrideVendoredForPnpm(folder: string, files: Files): Promise<void> {
  const workspace = join(folder, 'pnpm-workspace.yaml')
  const former = existsSync(workspace) ? await readFile(workspace, 'utf8') : ''
  const lines = Object.entries(files).map(([name, path]) => `  "${name}": ${path}`)
  if (lines.every((line) => former.includes(line))) return
  if (/^overrides:/m.test(former))
    throw new Error(`Add these lines to \`overrides\` in ${workspace}:\n${lines.join('\n')}`)
  const start = former === '' || former.endsWith('\n') ? '' : '\n'
  await appendFile(workspace, `${start}overrides:\n${lines.join('\n')}\n`)
}

type Files = Readonly<Record<string, string>>
