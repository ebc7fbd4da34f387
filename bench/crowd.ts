import { createBrowser, startBackend } from '../packages/server/src/fixtures/startBackend.ts'
import { median } from './median.ts'

/*
 * `node --conditions=@kit/source bench/crowd.ts`: how long a sign-in takes while another account holds as many
 * proxied reads open as it can, compared with a sign-in without this load. `docs/threats.md` quotes the ratio.
 */
const crowd = 600
const rounds = 5
const signIns = 40
const unlimited = { points: 1_000_000, durationSeconds: 60 }
const backend = await startBackend()
const { upstream, auth, close } = await startHoldingBackend()

const calm: number[] = []
const crowded: number[] = []
for (let round = 0; round < rounds; round += 1) {
  await measure(calm)
  const flood = createBrowser(auth.handler)
  await flood.signIn()
  const reads = Array.from({ length: crowd }, () => flood.get('/upstream/user'))
  // The backend has answered the refused reads by now, and the others stay open.
  while (upstream.held.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  await measure(crowded)
  for (const release of upstream.held.splice(0)) release()
  const statuses = (await Promise.all(reads)).map(({ status }) => status)
  const refused = statuses.filter((status) => status === 503).length
  if (round === 0) console.log(`${crowd - refused} of ${crowd} reads were open, ${refused} got 503`)
}
const [without, amid] = [median(calm), median(crowded)]
console.log(
  `a sign-in: ${without.toFixed(1)} ms without the reads, ${amid.toFixed(1)} ms with them`,
)
console.log(`ratio ${(amid / without).toFixed(2)}`)
await close()
await backend.close()

async function measure(times: number[]): Promise<void> {
  for (let count = 0; count < signIns; count += 1) {
    const browser = createBrowser(auth.handler)
    const { body } = await browser.sign()
    const startedAt = performance.now()
    const { status } = await browser.post('/siwe/verify', body)
    if (status !== 200) throw new Error(`A sign-in got ${status}.`)
    times.push(performance.now() - startedAt)
  }
}

/** Starts a backend whose upstream leaves every read open until the test lets it answer. */
async function startHoldingBackend() {
  const held: (() => void)[] = []
  const { fetch } = backend.upstream
  if (fetch === undefined) throw new Error('This upstream cannot be called.')
  const holding = Object.assign(async (...call: Parameters<typeof fetch>) => {
    await new Promise<void>((resolve) => held.push(resolve))
    return fetch(...call)
  }, fetch) as typeof fetch
  const { auth, close } = await startBackend({
    upstream: { ...backend.upstream, fetch: holding },
    limits: { 'siwe-verify-per-client': unlimited, 'siwe-challenge-per-client': unlimited },
    onEvent: () => {},
  })
  return { auth, upstream: { held }, close }
}
