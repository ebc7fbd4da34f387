import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { overrideVendored, overrideVendoredForPnpm } from './overrideVendored.ts'

/**
 * Copies packed packages of the Kit into `vendor/` of an app and makes the app depend on them, so that it installs on
 * any machine without a registry, with each package manager.
 *
 * @param packed - the folder with the tarballs from `npm pack`.
 * @throws Error if the folder lacks a package that the app depends on.
 */
export async function vendorTarballs(folder: string, packed: string): Promise<void> {
  const file = join(folder, 'package.json')
  const manifest: Manifest = JSON.parse(await readFile(file, 'utf8'))
  const tarballs = await readdir(packed)
  await mkdir(join(folder, 'vendor'), { recursive: true })
  const files: Record<string, string> = {}
  for (const dependencies of [manifest.dependencies, manifest.devDependencies])
    for (const name of Object.keys(dependencies)) {
      if (!name.startsWith('@kit/')) continue
      const start = `${name.slice(1).replace('/', '-')}-`
      const tarball = tarballs.find((one) => one.startsWith(start) && one.endsWith('.tgz'))
      if (tarball === undefined) throw new Error(`There is no tarball of ${name} in ${packed}.`)
      await cp(join(packed, tarball), join(folder, 'vendor', tarball))
      dependencies[name] = files[name] = `file:vendor/${tarball}`
    }
  await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`)
  await overrideVendored(folder, files)
  await overrideVendoredForPnpm(folder, files)
}

interface Manifest {
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}
