import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Returns what an app with `@kit/react` must install: its peer dependencies, except React, which the app already
 * has, and the SDK of WalletConnect. Only an app that offers WalletConnect needs the SDK. Its licence changed
 * after 2.21.8, so the app chooses the version.
 */
export async function readPeers(root: string): Promise<Record<string, string>> {
  const text = await readFile(join(root, 'packages/react/package.json'), 'utf8')
  const { peerDependencies }: { peerDependencies: Record<string, string> } = JSON.parse(text)
  return Object.fromEntries(
    Object.entries(peerDependencies).filter(([peer]) => !skipped.includes(peer)),
  )
}

const skipped = ['react', 'react-dom', '@walletconnect/ethereum-provider']
