import { readFile } from 'node:fs/promises'
import { createBrowser, startBackend } from '../packages/server/src/fixtures/startBackend.ts'
import { startProcess } from '../packages/server/src/fixtures/startProcess.ts'
import { startRedis } from '../packages/server/src/fixtures/startRedis.ts'

/*
 * `node --conditions=@kit/source bench/soak.ts [seconds]`: puts a steady load of sign-ins on four backends
 * with one Redis, each submitted twice at once. Prints what was done, and exits with 1 if a signature was
 * accepted twice, a sign-in failed, or memory grew by more than half.
 */
const seconds = Number(process.argv[2] ?? 60)
const parallel = 8
const redis = await startRedis()
const backend = await startBackend()
const env = { REDIS_URL: redis.url, SANDBOX_URL: backend.url }
const processes = await Promise.all([1, 2, 3, 4].map(() => startProcess(env)))

const done = { logins: 0, errors: 0, duplicates: 0 }
let turn = 0
const handler = (request: Request) => {
  turn += 1
  const { url } = processes[turn % processes.length] ?? { url: '' }
  return fetch(new Request(url + new URL(request.url).pathname, request))
}

async function signInAndOut(): Promise<void> {
  const browser = createBrowser(handler)
  const { body } = await browser.sign()
  const answers = await Promise.all([
    browser.post('/siwe/verify', body),
    browser.post('/siwe/verify', body),
  ])
  const accepted = answers.filter(({ status }) => status === 200).length
  if (accepted === 1) done.logins += 1
  else if (accepted > 1) done.duplicates += 1
  else done.errors += 1
  const read = await browser.get('/upstream/user')
  const out = await browser.send('DELETE', '/session')
  if (read.status !== 200 || out.status !== 204) done.errors += 1
}

async function readMemory(): Promise<number> {
  let kilobytes = 0
  for (const { pid } of processes) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    kilobytes += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0)
  }
  return kilobytes
}

async function load(untilMs: number): Promise<void> {
  const worker = async () => {
    while (performance.now() < untilMs) await signInAndOut()
  }
  await Promise.all(Array.from({ length: parallel }, worker))
}

// The processes warm up first, because memory that is allocated once is not growth.
await load(performance.now() + (seconds * 1000) / 4)
const before = await readMemory()
await load(performance.now() + (seconds * 1000 * 3) / 4)
const growth = (await readMemory()) / before

console.log(`logins      ${done.logins}`)
console.log(`errors      ${done.errors}`)
console.log(`duplicates  ${done.duplicates}`)
console.log(`memory      ×${growth.toFixed(2)} over the last three quarters`)
for (const { close } of processes) await close()
await backend.close()
await redis.close()
process.exitCode = done.errors + done.duplicates > 0 || growth > 1.5 ? 1 : 0
