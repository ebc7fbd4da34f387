#!/usr/bin/env node
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { createProject } from './createProject.ts'
import { frameworks, readOptions, upstreams } from './options.ts'

/* `npm create kit [folder]`: takes flags, and asks for what they do not say. */
const usage = `create-kit [folder] [--framework ${frameworks.join('|')}] [--upstream ${upstreams.join('|')}] [--methods siwe,otp]`

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      framework: { type: 'string' },
      upstream: { type: 'string' },
      methods: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) console.log(usage)
  else {
    const folder = positionals[0] ?? (await ask('Folder', 'my-app'))
    const framework =
      values.framework ?? (await ask(`Framework (${frameworks.join(', ')})`, 'next'))
    const upstream = values.upstream ?? (await ask(`Upstream (${upstreams.join(', ')})`, 'bakkt'))
    await createProject(folder, readOptions({ framework, upstream, methods: values.methods }))
    console.log(`\n${folder} is there. Next:\n\n  cd ${folder}\n  npm install\n  npm run dev\n`)
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

/** Asks a person; where there is none, the default is the answer. */
async function ask(question: string, fallback: string): Promise<string> {
  if (!process.stdin.isTTY) return fallback
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(`${question} [${fallback}]: `)
  terminal.close()
  return answer.trim() || fallback
}
