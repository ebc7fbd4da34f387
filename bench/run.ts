import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Bytes, measureBytes, subjects } from './bytes.ts'

/*
 * `npm run bench`: installs the peers beside this file, measures, prints, and writes `docs/benchmarks.md`.
 * Ours stands first in each group; each number is held against it.
 */
const root = join(import.meta.dirname, '..')
const peers = join(import.meta.dirname, 'peers')
const pnpm = ['-y', 'pnpm@12.21.0', 'install', '--prefer-offline', '--ignore-scripts']
execFileSync('npx', pnpm, { cwd: peers, stdio: 'ignore' })

const lines = [
  '# Benchmarks',
  '',
  `Measured ${new Date().toISOString().slice(0, 10)} with Node ${process.versions.node}, by \`npm run bench\`: ours and the`,
  'peers in one run on one machine. Timings of shared machines are noise; what is compared are ratios.',
  '',
  `Peers: ${describeVersions()}.`,
  '',
  'Goals: hooks 6 kB or less, the card 16 kB or less, parsing and building at least as fast as viem’s and 50 times as',
  'fast as siwe. Missed: the hooks, of which the schema library is about 1 kB (the answers of a backend are checked before',
  'they are believed); the card, whose words, code field and three flows are all there at first; and building against',
  'viem, since every text that is built is read back, which is what keeps a second line out of it.',
  '',
  '## Bytes in the browser',
  '',
  'esbuild, minified, gzip (brotli), stylesheets included; what is loaded later is not counted. First column: React',
  'external. Second: wagmi, viem and TanStack Query, too, which an app with wallets has anyway.',
  '',
]
for (const group of [...new Set(subjects.map((subject) => subject.group))]) {
  lines.push(
    `### ${group}`,
    '',
    '| | React external | and wallets’ libraries | × ours |',
    '|---|---|---|---|',
  )
  let base: Bytes | undefined
  for (const subject of subjects.filter((one) => one.group === group)) {
    const [whole, own] = await measureBytes(subject)
    base ??= own
    const ratio = (own.gzip / base.gzip).toFixed(1)
    lines.push(`| ${subject.name} | ${show(whole)} | ${show(own)} | ${ratio} |`)
    console.log(
      `${group.padEnd(10)} ${subject.name.padEnd(58)} ${show(own).padStart(22)}  ×${ratio}`,
    )
  }
  lines.push('')
}

const messages = execFileSync(
  process.execPath,
  ['--conditions=@kit/source', join(root, 'packages/core/bench/siweMessage.ts')],
  { encoding: 'utf8' },
)
console.log(messages)
lines.push(
  '## Messages',
  '',
  'Texts a second of processor time, each the best of five rounds taken in turns.',
  '',
)
lines.push('```text', messages.trim(), '```', '')
writeFileSync(join(root, 'docs/benchmarks.md'), lines.join('\n'))

function describeVersions(): string {
  const manifests = ['package.json', 'wagmi2/package.json'].map((file) => join(peers, file))
  const versions = manifests.flatMap((file): [string, string][] => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(file, 'utf8'))
    return Object.entries({ ...dependencies, ...devDependencies })
  })
  return [...new Set(versions.map(([name, version]) => `${name} ${version}`))].join(', ')
}

function show({ gzip, brotli }: Bytes): string {
  return `${(gzip / 1000).toFixed(1)} kB (${(brotli / 1000).toFixed(1)})`
}
