import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const wallets = join(import.meta.dirname, '../../e2e-wallets')

/** The columns. A folder has one of the packages of each. */
const columns = {
  wagmi: ['wagmi'],
  React: ['react'],
  WalletConnect: ['@walletconnect/ethereum-provider'],
  MetaMask: ['@metamask/connect-evm', '@metamask/sdk'],
  Coinbase: ['@coinbase/wallet-sdk'],
  Safe: ['@safe-global/safe-apps-provider'],
}

test('behavior: the table of versions in docs/sign-in-pains.md lists the tested versions', async () => {
  const page = await readFile(join(wallets, '../docs/sign-in-pains.md'), 'utf8')
  const entries = await readdir(join(wallets, 'versions'), { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
  const names = folders.map(({ name }) => `versions/${name}`)
  const rows = await Promise.all(['.', ...names.toSorted()].map(describe))
  const heading = Object.keys(columns)
  const table = [heading, heading.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`)
  expect(page).toContain(table.join('\n'))
})

async function describe(folder: string): Promise<string[]> {
  const text = await readFile(join(wallets, folder, 'package.json'), 'utf8')
  const { dependencies, devDependencies }: Packages = JSON.parse(text)
  const versions = { ...dependencies, ...devDependencies }
  return Object.values(columns).map((packages) => {
    const name = packages.find((one) => one in versions) ?? ''
    const version = versions[name] ?? 'none'
    return packages.length > 1 ? `\`${name}\` ${version}` : version
  })
}

interface Packages {
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}
