import { existsSync } from 'node:fs'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Makes pnpm, Yarn and Bun take packages from `vendor/` of an app wherever they are needed. They also depend on each
 * other, and without overrides these managers would ask the registry, where the names are somebody else's.
 *
 * @param files - `file:…` by the packages' names.
 * @throws Error if `pnpm-workspace.yaml` already has overrides, with what to add to them.
 */
export async function overrideVendored(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const file = join(folder, 'package.json')
  const text = await readFile(file, 'utf8')
  const manifest: { resolutions?: Record<string, string> } = JSON.parse(text)
  manifest.resolutions = { ...manifest.resolutions, ...files }
  const indent = /\n(\s+)"/.exec(text)?.[1] ?? '  '
  await writeFile(file, `${JSON.stringify(manifest, null, indent)}\n`)
  if (!existsSync(join(folder, 'pnpm-lock.yaml'))) return
  const workspace = join(folder, 'pnpm-workspace.yaml')
  const former = existsSync(workspace) ? await readFile(workspace, 'utf8') : ''
  const lines = Object.entries(files).map(([name, path]) => `  "${name}": ${path}`)
  if (lines.every((line) => former.includes(line))) return
  if (/^overrides:/m.test(former))
    throw new Error(`Add these lines to \`overrides\` in ${workspace}:\n${lines.join('\n')}`)
  const start = former === '' || former.endsWith('\n') ? '' : '\n'
  await appendFile(workspace, `${start}overrides:\n${lines.join('\n')}\n`)
}
