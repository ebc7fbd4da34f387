import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

/** All packages have one version, and this one's is it. */
const { version }: { version: string } = JSON.parse(
  await readFile(join(import.meta.dirname, '../package.json'), 'utf8'),
)

/** The app's `package.json`: its name, and of the starter's dependencies those that it uses. */
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
    /** Where packages of the Kit come from, by name. */
    packages?: Readonly<Record<string, string>> | undefined
  }
}

interface Manifest {
  description?: string
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}

/** What npm takes for a name: `My App` is `my-app`, and `Größe` is `grosse`. */
function toPackageName(text: string): string {
  const letters = text.toLowerCase().replaceAll('ß', 'ss').normalize('NFD')
  const name = letters.replace(/\p{Mark}/gu, '').replace(/[^a-z0-9]+/g, '-')
  return name.replace(/^-+|-+$/g, '') || 'my-app'
}

/** Files for the journeys that test the Kit through the starter. An app has a shorter test. */
const ofTheRepository = new Set(['@kit/testing', '@playwright/test'])
