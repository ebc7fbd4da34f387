import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { bundleByEsbuild } from '../../scripts/sizes/bundleByEsbuild.ts'
import type { Benchmark, Table } from '../Benchmark.ts'
import { peersFolder as peers } from '../peers.ts'

/*
 * Measures how many bytes a browser loads for a sign-in with the Kit and with its peers. All use the same
 * bundler and are minified. Code that is loaded later does not count, stylesheets do. The first column leaves
 * out React. The second also leaves out what an app with wallets has anyway (wagmi, viem, TanStack Query).
 */
const root = join(import.meta.dirname, '../..')
const react = ['react', 'react-dom', 'react/jsx-runtime', 'react-dom/client']
const wallets = ['wagmi', 'wagmi/*', '@wagmi/*', 'viem', 'viem/*', '@tanstack/react-query']

export const benchmark: Benchmark = {
  title: 'Bytes in the browser',
  about: `
esbuild bundles, minifies and splits each entry. The sizes are gzip (brotli), with stylesheets, without code that is loaded
later. The first column leaves out React. The second also leaves out wagmi, viem and TanStack Query, which an app with wallets
has anyway. rolldown, Vite’s bundler, removes unused code before it splits: with it the card is 0.9 kB smaller, and the client
with both hooks 1.2 kB. A budget for each bundler is checked with every change.

The goals are for the second column. \`docs/decisions/2026-11-29-what-the-browser-pays.md\` says what the first load consists
of, and why the rest of it is not loaded later.

If the browser has a wallet and nobody is signed in, the steps of a sign-in with a wallet are loaded while the page waits for
the session: 3.1 kB (writing the message, having it signed, and translating each wallet’s errors). The steps of a sign-in by
email (2 kB) and the code step are loaded once the email form gets the focus. Error texts, the redirect button, the text to
sign, the QR code and other languages are loaded when they are needed.`,
  async run() {
    const tables: Table[] = []
    const kilobytes = new Map<string, number>()
    for (const group of new Set(subjects.map((subject) => subject.group)))
      tables.push(await measureGroup(group, kilobytes))
    return {
      tables: [...tables, await measureDependencies()],
      goals: Object.entries(goals).map(([name, atMost]) => ({
        what: `${name}, in kB`,
        atMost,
        measured: kilobytes.get(name) ?? Number.NaN,
      })),
    }
  },
}

const goals: Record<string, number> = {
  '@kit/react, the whole card': 21.5,
  '@kit/react, its dialog': 21,
  '@kit/core’s client and both login hooks': 6.6,
  '@kit/react/email: provider, code by email, session': 12,
  '@kit/react, OtpInput': 2.8,
}

async function measureGroup(
  group: Subject['group'],
  kilobytes: Map<string, number>,
): Promise<Table> {
  const rows: string[][] = []
  let base: Bytes | undefined
  for (const subject of subjects.filter((one) => one.group === group)) {
    const [whole, own] = await measureBytes(subject)
    base ??= own
    kilobytes.set(subject.name, own.gzip / 1000)
    rows.push([subject.name, show(whole), show(own), (own.gzip / base.gzip).toFixed(1)])
  }
  return {
    title: group,
    columns: ['subject', 'React external', 'and wallets’ libraries', '× ours'],
    rows,
  }
}

/**
 * Measures how much smaller the first load is if the app already has this dependency. Code that two
 * dependencies share counts for neither.
 */
async function measureDependencies(): Promise<Table> {
  const names = [
    '@kit/core’s client and both login hooks',
    '@kit/react, the whole card',
    '@kit/react, its dialog',
  ]
  const shown = names.flatMap((name) => subjects.filter((subject) => subject.name === name))
  const rows: string[][] = []
  for (const [name, external] of Object.entries(dependencies)) {
    const cells: string[] = []
    for (const { statement, folder } of shown) {
      const whole = await weigh({ statement, folder }, react)
      const rest = await weigh({ statement, folder }, [...react, ...external])
      cells.push(`${((whole.gzip - rest.gzip) / 1000).toFixed(1)} kB`)
    }
    rows.push([name, ...cells])
  }
  for (const [name, { statement, folder, when }] of Object.entries(laterDependencies)) {
    const { gzip } = await weigh({ statement, folder }, [])
    rows.push([name, ...shown.map(() => `0, then ${(gzip / 1000).toFixed(1)} kB ${when}`)])
  }
  return { title: 'what each dependency costs', columns: ['subject', ...names], rows }
}

const dependencies: Record<string, readonly string[]> = {
  viem: ['viem', 'viem/*'],
  'wagmi, without viem': ['wagmi', 'wagmi/*', '@wagmi/*'],
  '@tanstack/react-query': ['@tanstack/*'],
  '@kit/core': ['@kit/core', '@kit/core/*'],
}

const laterDependencies = {
  'lean-qr': {
    statement: "export { generate } from 'lean-qr'",
    folder: join(root, 'packages/react'),
    when: 'with the first code to scan',
  },
  '@noble/hashes': {
    statement: "export { keccak_256 } from '@noble/hashes/sha3'",
    folder: join(root, 'packages/core'),
    when: 'if `@kit/core/eip55` is imported',
  },
}

/** An import statement as an app would write it, and the stylesheet that it needs. */
interface Subject {
  group: 'card' | 'hooks' | 'email' | 'code field' | 'message'
  name: string
  statement: string
  folder: string
  styles?: string
}

const ours = join(root, 'packages/react')
const wagmi2 = join(peers, 'wagmi2')

const subjects: readonly Subject[] = [
  {
    group: 'card',
    name: '@kit/react, the whole card',
    statement: "export { AuthProvider, SignIn } from '@kit/react'",
    folder: ours,
    styles: join(ours, 'dist/styles.css'),
  },
  {
    group: 'card',
    name: '@kit/react, its dialog',
    statement: "export { AuthProvider, SignInDialog } from '@kit/react'",
    folder: ours,
    styles: join(ours, 'dist/styles.css'),
  },
  {
    group: 'card',
    name: '@rainbow-me/rainbowkit, with its authentication provider',
    statement:
      "export { RainbowKitProvider, ConnectButton, RainbowKitAuthenticationProvider, createAuthenticationAdapter, getDefaultConfig } from '@rainbow-me/rainbowkit'",
    folder: wagmi2,
    styles: join(wagmi2, 'node_modules/@rainbow-me/rainbowkit/dist/index.css'),
  },
  {
    group: 'card',
    name: 'connectkit, with SIWE',
    statement:
      "export { ConnectKitProvider, ConnectKitButton, SIWEProvider, getDefaultConfig } from 'connectkit'",
    folder: wagmi2,
  },
  {
    group: 'card',
    name: '@reown/appkit, with SIWX',
    statement:
      "export { createAppKit } from '@reown/appkit/react'; export { WagmiAdapter } from '@reown/appkit-adapter-wagmi'; export { DefaultSIWX } from '@reown/appkit-siwx'",
    folder: wagmi2,
  },
  {
    group: 'hooks',
    name: '@kit/react, both login hooks and the session’s',
    statement: "export { useOtpLogin, useSiweLogin, useSession, useSignOut } from '@kit/react'",
    folder: ours,
  },
  {
    group: 'hooks',
    name: '@kit/core’s client and both login hooks',
    statement:
      "export { createAuthClient } from '@kit/core'; export { useOtpLogin, useSiweLogin } from '@kit/react'",
    folder: ours,
  },
  {
    group: 'email',
    name: '@kit/react/email: provider, code by email, session',
    statement:
      "export { AuthProvider, useOtpLogin, useSession, useSignOut } from '@kit/react/email'",
    folder: ours,
  },
  {
    group: 'email',
    name: 'better-auth, React client with email-otp',
    statement:
      "export { createAuthClient } from 'better-auth/react'; export { emailOTPClient } from 'better-auth/client/plugins'",
    folder: peers,
  },
  {
    group: 'hooks',
    name: 'better-auth, React client with siwe and email-otp',
    statement:
      "export { createAuthClient } from 'better-auth/react'; export { siweClient, emailOTPClient } from 'better-auth/client/plugins'",
    folder: peers,
  },
  {
    group: 'code field',
    name: '@kit/react, OtpInput',
    statement: "export { OtpInput } from '@kit/react'",
    folder: ours,
  },
  {
    group: 'code field',
    name: 'input-otp',
    statement: "export { OTPInput } from 'input-otp'",
    folder: peers,
  },
  {
    group: 'code field',
    name: '@radix-ui/react-one-time-password-field',
    statement: "export * from '@radix-ui/react-one-time-password-field'",
    folder: peers,
  },
  {
    group: 'code field',
    name: '@base-ui/react, OTP field',
    statement: "export { OTPField } from '@base-ui/react/otp-field'",
    folder: peers,
  },
  {
    group: 'message',
    name: '@kit/core: build, read and inspect',
    statement:
      "export { createSiweMessage, inspectSiweMessage, parseSiweMessage } from '@kit/core'",
    folder: join(root, 'packages/core'),
  },
  {
    group: 'message',
    name: 'viem/siwe',
    statement:
      "export { createSiweMessage, parseSiweMessage, validateSiweMessage } from 'viem/siwe'",
    folder: peers,
  },
  {
    group: 'message',
    name: 'siwe, with ethers',
    statement: "export { SiweMessage } from 'siwe'",
    folder: peers,
  },
]

/** The bytes of one column: minified, gzip and brotli, including the style sheet. */
interface Bytes {
  gzip: number
  brotli: number
}

/** Measures one subject for both columns. */
async function measureBytes(subject: Subject): Promise<[Bytes, Bytes]> {
  const isMessage = subject.group === 'message'
  return [
    await weigh(subject, isMessage ? [] : react),
    await weigh(subject, isMessage ? [] : [...react, ...wallets]),
  ]
}

async function weigh(
  { statement, folder, styles }: Pick<Subject, 'statement' | 'folder' | 'styles'>,
  external: readonly string[],
): Promise<Bytes> {
  // Old packages of peers import Node's modules, which are not counted. This favours the peers.
  const chunks = await bundleByEsbuild({
    statement,
    folder,
    external: [...external, ...builtinModules],
  })
  const scripts = chunks.map(({ code }) => code)
  const parts = styles === undefined ? scripts : [...scripts, readFileSync(styles, 'utf8')]
  return {
    gzip: sum(parts.map((part) => gzipSync(part, { level: 9 }).length)),
    brotli: sum(parts.map((part) => brotliCompressSync(part).length)),
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0)

function show({ gzip, brotli }: Bytes): string {
  return `${(gzip / 1000).toFixed(1)} kB (${(brotli / 1000).toFixed(1)})`
}
