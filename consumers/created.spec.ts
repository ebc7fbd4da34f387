import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { created } from './created.ts'

const target = readFileSync(join(import.meta.dirname, '../.cache/consumers'), 'utf8')

// Each app first compiles in development, which takes a long time on a busy machine.
test.setTimeout(300_000)

for (const { name } of created)
  test(`behavior: ${name} passes its generated test, which signs in`, async () => {
    const cwd = join(target, name)
    const { NODE_ENV: _, ...env } = process.env
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--test', '--test-reporter=tap', 'test/signIn.test.js'],
      { cwd, env },
    ).catch((error: { stdout: string }) => error)
    expect(stdout).toContain('# pass 1')
  })

test('security: created-vite-bakkt does not start without AUTH_SECRET, and names it in one sentence', async () => {
  const { AUTH_SECRET: _, ...env } = process.env
  const started = promisify(execFile)(process.execPath, ['dist/server/index.js'], {
    cwd: join(target, 'created-vite-bakkt'),
    env: { ...env, NODE_ENV: 'production' },
  })
  await expect(started).rejects.toMatchObject({
    code: 1,
    stderr: 'AUTH_SECRET is missing: set it to the output of `openssl rand -hex 32`.\n',
  })
})

test('behavior: created-vite-bakkt says in one sentence that its port is in use', async () => {
  const other = createServer().listen(0)
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' ? String(address?.port) : ''
  try {
    const started = promisify(execFile)(process.execPath, ['dist/server/index.js'], {
      cwd: join(target, 'created-vite-bakkt'),
      env: {
        ...process.env,
        NODE_ENV: 'production',
        KIT_NOT_PRODUCTION: '1',
        AUTH_SECRET: 'a-secret-that-only-this-test-knows-0123456789',
        AUTH_ORIGIN: `http://localhost:${port}`,
        PORT: port,
      },
    })
    await expect(started).rejects.toMatchObject({
      code: 1,
      stderr: `Port ${port} is in use. Stop the program that uses it, or set PORT to another port.\n`,
    })
  } finally {
    other.close()
  }
})
