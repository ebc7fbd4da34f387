import { existsSync } from 'node:fs'
import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { claimFolder } from './claimFolder.ts'
import { describePackage } from './describePackage.ts'
import { type Options, offered } from './options.ts'
import { removeUnused } from './removeUnused.ts'
import { selectVariables } from './selectVariables.ts'

/**
 * Writes an app with a sign-in: the starter without the parts that the options do not need.
 *
 * @param folder - where to write it. Created if it does not exist.
 * @throws Error if the folder is not empty or cannot be written to. The folder is then left as it was.
 * @example
 * await createProject('my-app', { framework: 'next', upstream: 'bakkt' })
 */
export async function createProject(folder: string, options: Options): Promise<void> {
  const undo = await claimFolder(folder)
  try {
    await writeProject(resolve(folder), options)
  } catch (error) {
    await undo()
    throw error
  }
}

async function writeProject(target: string, options: Options): Promise<void> {
  const { framework, upstream, methods = offered[upstream] } = options

  // 1. Copy the starter: all of it, or the parts that do not depend on Next.js.
  const parts = framework === 'next' ? await readdir(starter) : ofEveryFramework
  for (const part of parts) await cp(join(starter, part), join(target, part), { recursive: true })
  // 2. Replace files of the starter: the app has a shorter README, and one upstream instead of a choice.
  await cp(join(templates, 'shared'), target, { recursive: true })
  if (framework !== 'next') await cp(join(templates, framework), target, { recursive: true })
  // 3. Remove what this app does not use.
  await removeUnused(target, { framework, upstream, methods })
  if (methods.length === 1) await keepOneMethod(target, upstream, methods[0])
  // 4. Fill in names.
  await writeFile(join(target, '.gitignore'), ignored)
  await writeFile(join(target, 'biome.json'), lintSettings)
  await rewriteFile(join(target, 'lib/upstream.ts'), (text) =>
    text.replaceAll('{upstream}', upstream),
  )
  await rewriteFile(join(target, '.env.example'), (text) =>
    selectVariables(text, { upstream, methods }),
  )
  await rewriteFile(join(target, 'package.json'), (text) =>
    describePackage(text, { folder: target, upstream, methods, packages: options.packages }),
  )
  await rewriteFile(join(target, 'README.md'), (text) =>
    text
      .replaceAll('{name}', basename(target))
      .replace('{summary}', summarize(upstream))
      .replace('{trial}', describeTrial(upstream, methods))
      .replace('{codes}', aboutUsers(upstream, methods))
      .replace('{variables}', nameVariables(upstream, methods)),
  )
}

/** Replaces the file of an upstream that has several methods, if the app offers only one of them. */
async function keepOneMethod(target: string, upstream: string, method = ''): Promise<void> {
  const file = `lib/upstreams/${upstream}.ts`
  const source = join(templates, method === 'otp' ? 'codes-only' : 'wallets-only', file)
  if (existsSync(source)) await cp(source, join(target, file))
}

async function rewriteFile(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, 'utf8')))
}

const templates = join(import.meta.dirname, '../templates')
/** `apps/demo`, copied here by the build: `scripts/build/copyStarter.ts`. */
const starter = join(templates, 'starter')
const ofEveryFramework = ['lib', 'demo-wallet', 'scripts', 'test', '.env.example']

const ignored = `node_modules/
.next/
dist/
.data/
.env.local
next-env.d.ts
*.tsbuildinfo
`

/** Biome's settings. They are not a file in `templates`, because Biome would apply it to this repository. */
const lintSettings = `{
  "vcs": { "enabled": true, "clientKind": "git", "useIgnoreFile": true },
  "formatter": { "indentStyle": "space", "lineWidth": 100 },
  "javascript": { "formatter": { "quoteStyle": "single", "semicolons": "asNeeded" } },
  "linter": { "rules": { "complexity": { "useLiteralKeys": "off" } } }
}
`

function summarize(upstream: Options['upstream']): string {
  return upstream === 'self-hosted'
    ? "Signs people in, and keeps their accounts in this app's database."
    : `Signs people in with ${displayNames[upstream]}.`
}

const displayNames: Record<Exclude<Options['upstream'], 'self-hosted'>, string> = {
  bakkt: 'Bakkt',
  'gnosis-pay': 'Gnosis Pay',
  'walt-id': 'walt.id',
  bitbadges: 'BitBadges',
  offblocks: 'OffBlocks',
}

/** Returns how to sign in during development. */
function describeTrial(upstream: string, methods: readonly string[]): string {
  if (upstream === 'bitbadges')
    return 'In development the button opens a page of the sandbox, where you choose the wallet that signs in.'
  return [
    'In development:',
    '',
    ...(methods.includes('siwe') ? ['- The card has a Demo Wallet.'] : []),
    ...(methods.includes('otp') ? ['- Codes arrive at <http://localhost:4000/inbox>.'] : []),
    '',
  ].join('\n')
}

/** Returns the variables to set before production, for the list of steps. */
function nameVariables(upstream: Options['upstream'], methods: readonly string[]): string {
  // Without codes a self-hosted app sends no email.
  if (upstream === 'self-hosted' && !methods.includes('otp'))
    return 'set the variables that it explains'
  const names = variables[upstream].map((name) => `\`${name}\``)
  const last = names.pop()
  const set = `set ${names.length === 0 ? last : `${names.join(', ')} and ${last}`}`
  return upstream === 'self-hosted'
    ? set
    : `${set}. In development, leave \`${variables[upstream].at(-1)}\` empty to use the sandbox`
}

/** What each upstream needs in production, in the order of `.env.example`. */
const variables: Record<Options['upstream'], readonly string[]> = {
  'self-hosted': ['SMTP_URL', 'MAIL_FROM'],
  bakkt: ['BAKKT_API_KEY', 'BAKKT_BASE_URL'],
  'gnosis-pay': ['GNOSIS_PAY_DOMAIN', 'GNOSIS_PAY_BASE_URL'],
  'walt-id': ['WALT_ID_BASE_URL'],
  bitbadges: [
    'BITBADGES_CLIENT_ID',
    'BITBADGES_CLIENT_SECRET',
    'BITBADGES_API_KEY',
    'BITBADGES_BASE_URL',
  ],
  offblocks: [
    'OFFBLOCKS_API_KEY',
    'OFFBLOCKS_API_SECRET',
    'OFFBLOCKS_KEY_ID',
    'OFFBLOCKS_PRIVATE_KEY',
    'OFFBLOCKS_BASE_URL',
  ],
}

function aboutUsers(upstream: string, methods: readonly string[]): string {
  const codes = methods.includes('otp') ? aboutCodes : ''
  const wallets = methods.includes('siwe') ? aboutWallets : ''
  if (upstream !== 'self-hosted') return codes + wallets
  return (methods.includes('otp') ? aboutSelfHosted : aboutSelfHostedWallets) + wallets
}

const aboutWallets = `
## Wallets

The card lists the wallets in the browser. To add WalletConnect, for wallets on phones, create a project id in its dashboard, set \`WALLETCONNECT_PROJECT_ID\`, and run \`npm install @walletconnect/ethereum-provider@2.21.8\`. Networks and connectors are in \`lib/walletConfig.ts\`.
`

const aboutSelfHosted = `
## Your users

\`lib/upstreams/self-hosted.ts\` stores users, their email addresses and their wallets in an SQLite file in \`.data\`. The first sign-in of a new user creates an account; the option \`signUp\` changes that. Signed-in users add and remove email addresses and wallets in the \`AccountCard\`. In production, set \`SMTP_URL\` and \`MAIL_FROM\`, and back up the file.
`

const aboutSelfHostedWallets = `
## Your users

\`lib/upstreams/self-hosted.ts\` stores users and their wallets in an SQLite file in \`.data\`. The first sign-in of a new user creates an account; the option \`signUp\` changes that. Signed-in users add and remove wallets in the \`AccountCard\`. In production, back up the file.
`

const aboutCodes = `
## Codes by email

\`lib/users.ts\` stores which email address belongs to which user of the upstream, in an SQLite file in \`.data\`. If the app has a database, or runs on more than one machine, use that database instead. \`lib/accounts.ts\` creates the users.
`
