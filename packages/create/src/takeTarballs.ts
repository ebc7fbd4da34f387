import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Copies packed packages of the Kit into `vendor/` of an app and makes the app depend on them, so that it installs on
 * any machine without a registry. The packages also depend on each other. npm finds them among the app's dependencies,
 * but pnpm, Yarn and Bun would ask the registry, where these names are somebody else's: they get overrides.
 *
 * @param packed - the folder with the tarballs from `npm pack`.
 * @throws Error if a package that the app depends on is missing there.
 */
export async function takeTarballs(folder: string, packed: string): Promise<void> {
  const file = join(folder, 'package.json')
  const manifest: Manifest = JSON.parse(await readFile(file, 'utf8'))
  const tarballs = await readdir(packed)
  await mkdir(join(folder, 'vendor'), { recursive: true })
  const resolutions: Record<string, string> = {}
  for (const dependencies of [manifest.dependencies, manifest.devDependencies])
    for (const name of Object.keys(dependencies)) {
      if (!name.startsWith('@kit/')) continue
      const start = `${name.slice(1).replace('/', '-')}-`
      const tarball = tarballs.find((one) => one.startsWith(start) && one.endsWith('.tgz'))
      if (tarball === undefined) throw new Error(`There is no tarball of ${name} in ${packed}.`)
      await cp(join(packed, tarball), join(folder, 'vendor', tarball))
      dependencies[name] = resolutions[name] = `file:vendor/${tarball}`
    }
  await writeFile(file, `${JSON.stringify({ ...manifest, resolutions }, null, 2)}\n`)
  const overrides = Object.entries(resolutions).map(([name, path]) => `  "${name}": ${path}\n`)
  await writeFile(join(folder, 'pnpm-workspace.yaml'), `overrides:\n${overrides.join('')}`)
}

interface Manifest {
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}
