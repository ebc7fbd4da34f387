import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { created } from './created.ts'

const target = readFileSync(join(import.meta.dirname, '../.cache/consumers'), 'utf8')

// Each compiles in development first, which takes as long as the machine is busy.
test.setTimeout(300_000)

for (const { name } of created)
  test(`behavior: ${name} passes its own test, which signs in`, async () => {
    const cwd = join(target, name)
    const { NODE_ENV: _, ...env } = process.env
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--test', '--test-reporter=tap', 'test/signIn.test.js'],
      { cwd, env },
    ).catch((error: { stdout: string }) => error)
    expect(stdout).toContain('# pass 1')
  })
