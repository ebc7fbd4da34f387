import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

const taken = createServer().listen(0, '127.0.0.1')
let port = ''
beforeAll(async () => {
  if (!taken.listening) await once(taken, 'listening')
  const address = taken.address()
  port = typeof address === 'object' ? String(address?.port) : ''
})
afterAll(() => {
  taken.close()
})

const start = (env: Record<string, string>) =>
  promisify(execFile)(
    process.execPath,
    ['--conditions=@kit/source', join(import.meta.dirname, 'cli.ts')],
    {
      env: { ...process.env, ...env },
    },
  )

test('behavior: the error names the port that is in use, even if it is the one for emails', async () => {
  await expect(start({ SANDBOX_PORT: '0', SANDBOX_SMTP_PORT: port })).rejects.toMatchObject({
    code: 1,
    stderr: `Port ${port} is in use. Set SANDBOX_PORT, or SANDBOX_SMTP_PORT for emails, to another one.\n`,
  })
})

test('behavior: a port that is not a number is refused in one sentence', async () => {
  await expect(start({ SANDBOX_PORT: 'abc' })).rejects.toMatchObject({
    code: 1,
    stderr: 'SANDBOX_PORT is "abc", but a port is a number from 0 to 65535.\n',
  })
})
