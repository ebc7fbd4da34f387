import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort } from '../../packages/server/src/fixtures/startRedis.ts'
import { printResults } from '../../packages/testing/dist/conformance/printResults.js'
import { runConformance } from '../../packages/testing/dist/conformance/runConformance.js'
import { ensurePython } from '../../scripts/machine/ensurePython.ts'

/*
 * Checks the Python backend against the contract: `node examples/python/check.ts`, after a build.
 */
const outbox = await mkdtemp(join(tmpdir(), 'kit-python-'))
const port = await findFreePort()
const child = spawn(ensurePython(), ['server.py'], {
  cwd: import.meta.dirname,
  env: {
    PATH: process.env['PATH'],
    PORT: String(port),
    OUTBOX: outbox,
    AUTH_SECRET: 'a-secret-for-the-check-of-the-example-alone',
    PYTHONDONTWRITEBYTECODE: '1',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
})
try {
  await once(child.stdout, 'data')
  const report = await runConformance(`http://localhost:${port}/api/auth`, {
    knownEmail: 'ada@example.com',
    readCode: (email) =>
      readFile(join(outbox, createHash('sha256').update(email).digest('hex')), 'utf8'),
  })
  console.log(printResults(report, { isColored: false }))
  process.exitCode = report.isConformant ? 0 : 1
} finally {
  child.kill()
  await rm(outbox, { recursive: true })
}
