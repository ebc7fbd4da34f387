import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { bundle } from '../../scripts/sizes/bundle.ts'
import type { Benchmark, Table } from '../Benchmark.ts'
import { peersFolder as peers } from '../peers.ts'

/*
 * What sign-in costs a browser, ours beside the peers': one bundler for all, minified, with what is loaded
 * at first counted and what is loaded later not. Two columns: React external, and also what an app with
 * wallets has anyway (wagmi, viem, TanStack Query). Stylesheets count.
 */
const root = join(import.meta.dirname, '../..')
const react = ['react', 'react-dom', 'react/jsx-runtime', 'react-dom/client']
const wallets = ['wagmi', 'wagmi/*', '@wagmi/*', 'viem', 'viem/*', '@tanstack/react-query']

export const benchmark: Benchmark = {
  title: 'Bytes in the browser',
  about: `
rolldown (Vite’s bundler), minified, gzip (brotli), stylesheets included; what is loaded later is not counted. First
column: React external. Second: wagmi, viem and TanStack Query, too, which an app with wallets has anyway.

Goals: the client with both login hooks 6 kB or less, the card 16 kB or less, its dialog 20 kB or less. Missed. Of the
minified bytes of client and hooks 9.2 kB are the two logins and the wallets’ errors (a double tap, a reload, another
tab, a lost prompt and a wrong clock are each some of it), 4.4 kB the sign-in message, which is read back after it is
written so that no field smuggles in a line, 3.2 kB the client with its errors, 2.9 kB the contract’s schemas, 1.4 kB
the codes and what can be done about each. The card adds 17 kB of components and words, and 28 kB of styles (5.2 kB of
gzip). The code step, the redirect’s button, the text to sign, the QR code, the texts of errors and other languages
are loaded when they are due, and the code step already while the address is typed.`,
  async run() {
    const tables: Table[] = []
    for (const group of new Set(subjects.map((subject) => subject.group)))
      tables.push(await measureGroup(group))
    return tables
  },
}

async function measureGroup(group: Subject['group']): Promise<Table> {
  const rows: string[][] = []
  let base: Bytes | undefined
  for (const subject of subjects.filter((one) => one.group === group)) {
    const [whole, own] = await measureBytes(subject)
    base ??= own
    rows.push([subject.name, show(whole), show(own), (own.gzip / base.gzip).toFixed(1)])
  }
  return { title: group, columns: ['', 'React external', 'and wallets’ libraries', '× ours'], rows }
}

/** An import statement as an app would write it, and the stylesheet that goes with it. */
interface Subject {
  group: 'card' | 'hooks' | 'code field' | 'message'
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

/** Bytes of one column: minified, gzip and brotli, the stylesheet included. */
interface Bytes {
  gzip: number
  brotli: number
}

/** Both columns of one subject. */
async function measureBytes(subject: Subject): Promise<[Bytes, Bytes]> {
  const isMessage = subject.group === 'message'
  return [
    await weigh(subject, isMessage ? [] : react),
    await weigh(subject, isMessage ? [] : [...react, ...wallets]),
  ]
}

async function weigh({ statement, folder, styles }: Subject, external: string[]): Promise<Bytes> {
  // Old packages of peers name Node's modules: not counted, in their favour.
  const chunks = await bundle({ statement, folder, external: [...external, ...builtinModules] })
  const parts = styles === undefined ? chunks : [...chunks, readFileSync(styles, 'utf8')]
  return {
    gzip: sum(parts.map((part) => gzipSync(part, { level: 9 }).length)),
    brotli: sum(parts.map((part) => brotliCompressSync(part).length)),
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0)

function show({ gzip, brotli }: Bytes): string {
  return `${(gzip / 1000).toFixed(1)} kB (${(brotli / 1000).toFixed(1)})`
}
