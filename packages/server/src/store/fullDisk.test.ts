import { execFile } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'kit-full-disk-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

test('security: R-11 on a full disk nobody is signed in, and existing sessions stay', async () => {
  const script = join(import.meta.dirname, '../fixtures/fillDisk.ts')
  // Without the trap, the system would end a process whose file becomes too large.
  const limited = `trap '' XFSZ; ulimit -f 400; exec "$0" --conditions=@kit/source "$1"`
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const { stdout } = await promisify(execFile)('sh', ['-c', limited, process.execPath, script], {
    env: { PATH, NODE_COMPILE_CACHE, FOLDER: folder },
  })
  expect(JSON.parse(stdout)).toEqual({
    first: 200,
    refused: 503,
    code: 'store_unavailable',
    cookies: [],
    isStillSignedIn: true,
    // The sign-out could not be stored, so it must not look successful.
    signOut: 503,
    health: 'down',
  })
})
