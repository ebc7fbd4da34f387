import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureChromium } from './machine/ensureChromium.ts'
import { ensureFirefox } from './machine/ensureFirefox.ts'
import { ensurePostgres } from './machine/ensurePostgres.ts'
import { ensurePython } from './machine/ensurePython.ts'
import { ensureRedis } from './machine/ensureRedis.ts'
import { ensureValkey } from './machine/ensureValkey.ts'
import { pinMachine } from './machine/pinMachine.ts'
import type { Check } from './test/Check.ts'
import { checks, matrix, onValkey, quickChecks } from './test/checks.ts'
import { describeSlowest, runChecks } from './test/runChecks.ts'

/*
 * `npm test`: builds, installs what the checks need on this machine, runs every check, and prints a summary
 * line. `--matrix` runs the variations of the checks, and `--quick` runs the checks for each commit. Names
 * choose checks from both lists: `npm test -- types lint`.
 */
const root = join(import.meta.dirname, '..')
const [isMatrix, isQuick] = ['--matrix', '--quick'].map((flag) => process.argv.includes(flag))
const names = process.argv.slice(2).filter((name) => !name.startsWith('--'))
const all = [...checks, ...matrix]
const unknown = names.filter((name) => !all.some((check) => check.name === name))
if (unknown.length > 0) {
  const known = all.map(({ name }) => `"${name}"`).join(', ')
  console.error(`No check is called "${unknown.join('", "')}". There are: ${known}.`)
  process.exit(1)
}
const startedAt = performance.now()
let chosen = isMatrix ? matrix : checks
if (isQuick) chosen = quickChecks(findBase())
if (names.length > 0) chosen = all.filter(({ name }) => names.includes(name))

// Hundreds of processes load the same modules. With a shared compile cache this takes a sixth of the time.
process.env['NODE_COMPILE_CACHE'] ??= join(root, '.cache/compiled')
process.env['NEXT_TELEMETRY_DISABLED'] = '1'
process.env['STORYBOOK_DISABLE_TELEMETRY'] = '1'
// A busy machine can make a test fail once. A failed test runs again, and the summary names it.
process.env['TEST_RETRIES'] ??= '1'
pinMachine()

// An exit handler ends what the checks have started.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => process.exit(1))

let failures = 0
const isOnlyLight = chosen.every(({ isLight }) => isLight)
if (!isOnlyLight && !isQuick) {
  setUp('CHROMIUM_PATH', () => ensureChromium(root))
  setUp('REDIS_SERVER_PATH', ensureRedis)
  setUp('POSTGRES_BIN_PATH', ensurePostgres)
  if (chosen.some(({ name }) => name.includes('firefox'))) setUp('FIREFOX_PATH', ensureFirefox)
}
if (chosen.some(({ name }) => name.includes('python'))) setUp('PYTHON_PATH', ensurePython)
chosen = chosen.flatMap((check) => (check === onValkey ? runOnValkey(check) : [check]))
if (!build()) process.exit(1)

const command = isMatrix ? 'npm run test:matrix' : 'npm test'
const { passed, failed, times } = await runChecks(chosen, {
  root,
  command,
  isPatient: process.env['CI'] !== undefined,
})
if (times.length > 20) console.log(`\nThe slowest:\n${describeSlowest(times, 20)}\n`)
console.log(`${((performance.now() - startedAt) / 1000).toFixed(0)} s`)
console.log(`${passed} passed, ${failed + failures} failed`)
process.exitCode = failed + failures > 0 ? 1 : 0

/** If something cannot be installed, the run fails, but checks that work without it still run. */
function setUp(variable: string, ensure: () => string): void {
  try {
    process.env[variable] = ensure()
  } catch (error) {
    failures += 1
    console.log(`FAILED ${error instanceof Error ? error.message : error}`)
  }
}

/** Valkey is installed automatically only on Debian. Elsewhere, its check is skipped unless there is one. */
function runOnValkey(check: Check): Check[] {
  const path = ensureValkey(root)
  if (path !== undefined) return [{ ...check, env: { REDIS_SERVER_PATH: path } }]
  console.log(
    `       skips ${check.name}: there is no valkey-server. Set VALKEY_SERVER_PATH to yours.`,
  )
  return []
}

/** Every check starts from a fresh build, never from the output of an earlier commit. */
function build(): boolean {
  const { status, stdout } = spawnSync(process.execPath, [join(root, 'scripts/build.ts')], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status === 0) return true
  console.log(`${stdout}\nFAILED build\n       Run it alone: npm run build\n0 passed, 1 failed`)
  return false
}

/** Returns the commit at which this branch left `main`, or the previous commit if there is no `main`. */
function findBase(): string {
  for (const branch of ['origin/main', 'main'])
    try {
      const parameters = ['merge-base', 'HEAD', branch]
      return execFileSync('git', parameters, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim()
    } catch {}
  return 'HEAD'
}
