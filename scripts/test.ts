import { join } from 'node:path'
import type { Check } from './test/Check.ts'
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
process.env['NEXT_TELEMETRY_DISABLED'] = '1'
process.env['STORYBOOK_DISABLE_TELEMETRY'] = '1'
setUp('CHROMIUM_PATH', () => ensureChromium(root))
setUp('FIREFOX_PATH', ensureFirefox)
setUp('REDIS_SERVER_PATH', ensureRedis)

const wanted = checks.filter(({ name }) => chosen.length === 0 || chosen.includes(name))
for (const [index, check] of wanted.entries()) {
  if (index > 0 && check.isBeside) continue
  const after = wanted.slice(index + 1)
  const end = after.findIndex(({ isBeside }) => !isBeside)
  const beside = end === -1 ? after : after.slice(0, end)
  await Promise.all([check, ...beside].map(runAndTell))
}

console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed > 0 ? 1 : 0

async function runAndTell(check: Check): Promise<void> {
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

/** What cannot be installed fails the run, but not the checks that do without it. */
function setUp(variable: string, ensure: () => string): void {
  try {
    process.env[variable] = ensure()
  } catch (error) {
    total.failed += 1
    console.log(`FAILED ${error instanceof Error ? error.message : error}`)
  }
}
