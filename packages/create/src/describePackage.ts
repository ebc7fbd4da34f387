import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

/** The version of this package, which all packages share. */
const { version }: { version: string } = JSON.parse(
  await readFile(join(import.meta.dirname, '../package.json'), 'utf8'),
)

/** Returns the app's `package.json`, with its name and the dependencies of the starter that it uses. */
export function describePackage(
  text: string,
  { folder, upstream, methods, packages = {} }: describePackage.Parameters,
): string {
  const { description: _, ...manifest }: Manifest = JSON.parse(text)
  const isSelfHosted = upstream === 'self-hosted'
  const select = (dependencies: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(dependencies)
        .filter(([name]) => !ofTheRepository.has(name))
        .filter(([name]) => name !== 'nodemailer' || (isSelfHosted && methods.includes('otp')))
        .map(([name, range]) => [
          name,
          packages[name] ?? (name.startsWith('@kit/') ? `^${version}` : range),
        ]),
    )
  const app = {
    ...manifest,
    name: toPackageName(basename(folder)),
    dependencies: select(manifest.dependencies),
    devDependencies: select(manifest.devDependencies),
  }
  return `${JSON.stringify(app, null, 2)}\n`
}

export declare namespace describePackage {
  interface Parameters {
    folder: string
    upstream: string
    methods: readonly string[]
    /** The sources of the Kit's packages, by name, such as `file:vendor/kit-core-0.1.0.tgz`. */
    packages?: Readonly<Record<string, string>> | undefined
  }
}

interface Manifest {
  description?: string
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}

/** Converts a text to a name that npm accepts: `My App` becomes `my-app`, and `Größe` becomes `grosse`. */
function toPackageName(text: string): string {
  const letters = text.toLowerCase().replaceAll('ß', 'ss').normalize('NFD')
  const name = letters.replace(/\p{Mark}/gu, '').replace(/[^a-z0-9]+/g, '-')
  return name.replace(/^-+|-+$/g, '') || 'my-app'
}

/** Dependencies of the browser tests that only this repository has. A created app has a shorter test. */
const ofTheRepository = new Set(['@kit/testing', '@playwright/test'])
