#!/usr/bin/env node
import { isAbsolute, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { askFor } from './askFor.ts'
import { assertEmpty } from './assertEmpty.ts'
import { claimFolder } from './claimFolder.ts'
import { createProject } from './createProject.ts'
import { installApp } from './installApp.ts'
import { frameworks, type Options, offered, readOptions, upstreams } from './options.ts'
import { vendorTarballs } from './vendorTarballs.ts'

/* `npm run create [folder]` in a clone. Asks for each option that has no flag. */
const usage = `Writes an app that signs its users in.

  npm run create [folder] -- [options]     in a clone of the Kit: the packages are not on a registry yet

  --framework   ${frameworks.join(', ')}
  --upstream    ${upstreams.join(', ')}
  --methods     siwe, otp, or siwe,otp (default: every method of the upstream)
  --packages    a folder with tarballs of the Kit's packages, which are copied to vendor/ of the app
  --install     runs npm install in the app
  --help        shows this text

The command asks for each missing option. Without a terminal it uses Next.js and self-hosted.`

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      framework: { type: 'string' },
      upstream: { type: 'string' },
      methods: { type: 'string' },
      packages: { type: 'string' },
      install: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) console.log(usage)
  else {
    const [given, ...others] = positionals
    if (others.length > 0)
      throw new Error(
        `Expected one folder, but got ${positionals.length}: ${positionals.join(', ')}. Put quotes around a path with spaces.`,
      )
    if (given !== undefined) await assertEmpty(given)
    const folder = given ?? (await askFor('Folder', { usual: '../my-app', check: assertEmpty }))
    const framework =
      values.framework ??
      (await askFor('Framework', {
        usual: 'next',
        choices: frameworks,
        check: (answer) => readOptions({ framework: answer, upstream: 'self-hosted' }),
      }))
    const upstream =
      values.upstream ??
      (await askFor('Upstream, or self-hosted to keep users in your database', {
        usual: 'self-hosted',
        choices: upstreams,
        check: (answer) => readOptions({ framework, upstream: answer }),
      }))
    let options = readOptions({ framework, upstream, methods: values.methods })
    const ways = offered[options.upstream]
    if (values.methods === undefined && ways.length > 1) {
      const read = (methods: string) => readOptions({ framework, upstream, methods })
      const usual = ways.join(',')
      options = read(await askFor('Methods', { usual, choices: ways, check: read }))
    }
    await write(folder, options, values)
    const path = isAbsolute(folder) ? folder : relative('.', folder)
    console.log(`\nWritten to ${folder}. Next:\n
${path === '' ? '' : `  cd ${quote(path)}\n`}${values.install ? '' : '  npm install\n'}  npm run dev\n`)
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

/** Writes the app. If the user or the system interrupts this, the written files are removed. */
async function write(
  folder: string,
  options: Options,
  { packages, install }: { packages?: string | undefined; install: boolean },
): Promise<void> {
  const interruption = new AbortController()
  const { signal } = interruption
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(name, () => interruption.abort(new Error('Interrupted. Nothing was written.')))
  const undo = await claimFolder(folder)
  let isWhole = false
  try {
    await createProject(folder, options)
    if (packages !== undefined) await vendorTarballs(folder, packages)
    isWhole = true
    signal.throwIfAborted()
    if (install) await installApp(folder, signal)
  } finally {
    if (!isWhole || signal.aborted) await undo()
  }
}

/** Quotes a path so that a shell reads it as one word. */
function quote(path: string): string {
  if (/^[\w./\\~-]+$/.test(path)) return path
  // Inside double quotes, a shell would expand these characters.
  return /["$`]/.test(path) ? `'${path.replaceAll("'", `'\\''`)}'` : `"${path}"`
}
