import { join } from 'node:path'
import { checks } from './test/checks.ts'
import { ensureChromium } from './test/ensureChromium.ts'
import { ensureFirefox } from './test/ensureFirefox.ts'
import { ensureRedis } from './test/ensureRedis.ts'
import { runCheck } from './test/runCheck.ts'

/*
 * `npm test`: installs what the checks need of the machine, runs every check, and ends with one line.
 * A failing check shows its output and the run goes on. Names as arguments choose checks:
 * `node scripts/test.ts types lint`.
 */
const root = join(import.meta.dirname, '..')
const names = checks.map(({ name }) => name)
const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !names.includes(name))
if (unknown.length > 0) {
  console.error(`No check is called "${unknown.join('", "')}". There are: ${names.join(', ')}.`)
  process.exit(1)
}

const total = { passed: 0, failed: 0, skipped: 0 }
// Hundreds of processes read the same modules: compiled once, that takes a sixth of their time.
process.env['NODE_COMPILE_CACHE'] ??= join(root, '.cache/compiled')
process.env['NEXT_TELEMETRY_DISABLED'] = '1'
process.env['STORYBOOK_DISABLE_TELEMETRY'] = '1'
setUp('CHROMIUM_PATH', () => ensureChromium(root))
setUp('FIREFOX_PATH', ensureFirefox)
setUp('REDIS_SERVER_PATH', ensureRedis)

for (const check of checks) {
  if (chosen.length > 0 && !chosen.includes(check.name)) continue
  const { counts, seconds, output } = await runCheck(check, root)
  const { passed, failed, skips } = counts
  total.passed += passed
  total.failed += failed
  total.skipped += skips.length
  if (failed > 0) console.log(output)
  for (const reason of skips) console.log(`       skips ${reason}`)
  const verdict = failed > 0 ? 'FAILED' : 'ok    '
  console.log(
    `${verdict} ${check.name}: ${passed} passed, ${failed} failed (${seconds.toFixed(1)} s)`,
  )
}

console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed > 0 ? 1 : 0

/** What cannot be installed fails the run, but not the checks that do without it. */
function setUp(variable: string, ensure: () => string): void {
  try {
    process.env[variable] = ensure()
  } catch (error) {
    total.failed += 1
    console.log(`FAILED ${error instanceof Error ? error.message : error}`)
  }
}
