#!/usr/bin/env node
import { relative } from 'node:path'
import { parseArgs } from 'node:util'
import { askFor } from './askFor.ts'
import { assertEmpty } from './assertEmpty.ts'
import { createProject } from './createProject.ts'
import { installApp } from './installApp.ts'
import { frameworks, offered, readOptions, upstreams } from './options.ts'
import { takeTarballs } from './takeTarballs.ts'

/* `npm run create [folder]` in a clone: takes flags, and asks for what they do not say. */
const usage = `Writes an app that signs its users in.

  npm run create [folder] -- [options]     in a clone of the Kit: the packages are not on a registry yet

  --framework   ${frameworks.join(', ')}
  --upstream    ${upstreams.join(', ')}
  --methods     siwe, otp, or both with a comma; by default all that the upstream has
  --packages    a folder with tarballs of the Kit's packages: they go to vendor/ of the app, in place of a registry's
  --install     installs the app, too
  --help        this text

What is not said is asked, or, where nobody can answer, taken to be Next.js with your own users.`

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
    const [given] = positionals
    if (given !== undefined) await assertEmpty(given)
    const folder = given ?? (await askFor('Folder', { usual: 'my-app', check: assertEmpty }))
    const framework =
      values.framework ??
      (await askFor('Framework', {
        usual: 'next',
        choices: frameworks,
        check: (answer) => readOptions({ framework: answer, upstream: 'self-hosted' }),
      }))
    const upstream =
      values.upstream ??
      (await askFor('Upstream', {
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
    await createProject(folder, options)
    if (values.packages !== undefined) await takeTarballs(folder, values.packages)
    if (values.install) installApp(folder)
    console.log(`\nWritten to ${folder}. Next:\n
  cd ${quote(relative('.', folder) || '.')}
${values.install ? '' : '  npm install\n'}  npm run dev\n`)
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

/** As a shell takes it for one word. */
function quote(path: string): string {
  return /^[\w./\\~-]+$/.test(path) ? path : `"${path}"`
}
