import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { findFreePort } from '../../packages/server/src/fixtures/startRedis.ts'

/*
 * `node scripts/test/onNode.ts 20.19.6`: checks that `npm run demo` starts on this version of Node, and that
 * the packages' unit tests pass on it. Versions before 22 run nearly all of them. Later versions run only the tests that
 * the older ones cannot run, and the tests of HTTP servers and SQLite.
 */
const root = join(import.meta.dirname, '../..')
const [version = ''] = process.argv.slice(2)
/** The processes of these tests run TypeScript files, which Node supports from 22.18 on. */
const startersOfProcesses = [
  'doctor/doctor.test.ts',
  'store/fullDisk.test.ts',
  'store/killed.test.ts',
  'store/processes.test.ts',
  'otp/firstCall.test.ts',
  'sandbox/src/cli.test.ts',
  'self-hosted/processes.test.ts',
  'self-hosted/users/users.test.ts',
  'transport/transport.test.ts',
  'upstreams/ownUpstream.test.ts',
  'upstreams/sixth.test.ts',
]
/** The tests of HTTP servers and SQLite, which differ between versions of Node. */
const ofNode = [
  'server/src/mount/',
  'server/src/http/',
  'store/store.test.ts',
  'store/locked.test.ts',
]
const canRunTypeScript = Number.parseInt(version, 10) >= 22
const startTimeoutMs = 240_000
const node = install(version)
const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env['PATH']}` }
await tryDemo()
const major = version.split('.')[0]
const { status } = spawnSync(
  node,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--project=node',
    ...(canRunTypeScript
      ? [...startersOfProcesses, ...ofNode]
      : ['packages/', ...startersOfProcesses.map((file) => `--exclude=**/${file}`)]),
    // On Node 20 the default reporter crashes when it prints a failure.
    `--reporter=${canRunTypeScript ? 'default' : 'tap-flat'}`,
    '--reporter=json',
    `--outputFile.json=.cache/node-${major}.json`,
  ],
  // The scripts of the repository run on another version of Node.
  { cwd: root, stdio: 'inherit', env: { ...env, NODE_COMPILE_CACHE: `${root}/.cache/${major}` } },
)
process.exit(status ?? 1)

/** Versions of the npm package `node` contain the binaries of Node. */
function install(version: string): string {
  const folder = join(root, '.cache/nodes', version)
  const binary = join(folder, 'node_modules/node/bin/node')
  if (!existsSync(binary))
    spawnSync('npm', ['install', '--prefix', folder, `node@${version}`], { stdio: 'inherit' })
  const { stdout } = spawnSync(binary, ['--version'], { encoding: 'utf8' })
  if (stdout?.trim() !== `v${version}`) throw new Error(`Node ${version} cannot be installed.`)
  return binary
}

/** Starts the demo as a new user does, and waits until a page and a route answer. */
async function tryDemo(): Promise<void> {
  const [port, sandboxPort] = [await findFreePort(), await findFreePort()]
  await mkdir(join(root, '.cache'), { recursive: true })
  const demo = spawn('npm', ['run', 'demo'], {
    cwd: root,
    env: { ...env, PORT: `${port}`, SANDBOX_PORT: `${sandboxPort}` },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  const isReady = new Promise<boolean>((resolve) => {
    for (const stream of [demo.stdout, demo.stderr])
      stream.on('data', (text) => {
        output += text
        if (output.includes('Ctrl-C ends both')) resolve(true)
      })
    demo.once('exit', () => resolve(false))
  })
  try {
    const isUp = await Promise.race([isReady, setTimeout(startTimeoutMs, false, { ref: false })])
    if (!isUp) throw new Error(`The demo did not start on Node ${version}:\n${output}`)
    for (const path of ['/', '/api/auth/session']) {
      const { status } = await fetch(`http://localhost:${port}${path}`)
      if (status !== 200) throw new Error(`The demo answers ${path} with ${status}:\n${output}`)
    }
    console.log(`The demo runs on Node ${version}.`)
  } finally {
    if (demo.pid !== undefined) process.kill(-demo.pid, 'SIGINT')
  }
}
