import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installWallet } from '@kit/testing/playwright'
import { chromium } from 'playwright'
import { waitForAnswer } from '../scripts/demo/waitForAnswer.ts'
import { writeGuide } from '../scripts/docs/writeGuide.ts'
import { ensureChromium } from '../scripts/machine/ensureChromium.ts'
import { killGroup } from '../scripts/machine/killGroup.ts'
import { signInBothWays } from './signInBothWays.ts'

/*
 * `node consumers/walk.ts express` follows a guide as a reader does, from an empty folder: pastes its commands into a
 * shell in a new clone of this repository, writes its files, runs its "Try it" lines in one terminal each, and signs
 * in with a wallet and with a code. It installs the latest versions from the registry, so no check runs it.
 * `--in <folder>` uses a folder that already has a clone named `kit`.
 */
const [guide = ''] = process.argv.slice(2)
const at = process.argv.indexOf('--in')
const folder = at === -1 ? await mkdtemp(join(tmpdir(), 'kit-walk-')) : (process.argv[at + 1] ?? '')
const root = join(import.meta.dirname, '..')
const page = join(root, 'docs/guides', `${guide}.md`)
const markdown = await readFile(page, 'utf8')
const clone = join(folder, 'kit')
const app = join(folder, 'my-app')
const startedAt = performance.now()

if (at === -1) paste(`git clone --quiet ${root} ${clone}\n`, folder)
await rm(app, { recursive: true, force: true })
paste(readCommands('Create the app'), clone)
if (!existsSync(join(app, 'vendor')))
  throw new Error(
    'The Kit was not added: an earlier command has read the lines after it as its input.',
  )
await writeGuide(page, app)
report('the app is written')

const terminals = readCommands('Try it')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) =>
    spawn('bash', ['-c', line], {
      cwd: app,
      stdio: ['ignore', 'ignore', 'inherit'],
      detached: true,
    }),
  )
const browser = await chromium.launch({ executablePath: ensureChromium(root) })
try {
  const [, origin = ''] = /^Open <(http:[^>]+)>/m.exec(markdown) ?? []
  const context = await browser.newContext()
  context.setDefaultTimeout(60_000)
  await installWallet(context)
  const tab = await context.newPage()
  tab.on('console', (line) => {
    if (line.type() === 'error') console.log('console:', line.text(), line.location().url)
  })
  tab.on('pageerror', (error) => console.log('error:', error.message))
  await waitForAnswer(origin)
  report('the page answers')
  await signInBothWays(tab, {
    origin,
    inbox: 'http://localhost:4000',
    hasEmail: !guide.includes('workers'),
  })
  report('signed in with a wallet and with a code')
} finally {
  await browser.close()
  // Each terminal is a group of processes.
  for (const { pid } of terminals) if (pid !== undefined) killGroup(pid)
}

/** Types the commands into a terminal. A program that asks a question takes the next line as its answer. */
function paste(commands: string, cwd: string): void {
  const { status } = spawnSync('script', ['-qefc', 'bash --norc -i', '/dev/null'], {
    cwd,
    input: `set -e\n${commands}exit\n`,
    stdio: ['pipe', 'inherit', 'inherit'],
  })
  if (status !== 0) throw new Error(`A command ended with ${status}.`)
}

/** Returns the first block of shell commands below a heading. */
function readCommands(heading: string): string {
  const section = markdown.split(`## ${heading}\n`)[1] ?? ''
  return /^```sh\n([\s\S]*?)^```$/m.exec(section)?.[1] ?? ''
}

function report(event: string): void {
  console.log(`${((performance.now() - startedAt) / 60_000).toFixed(1)} min: ${event}`)
}
