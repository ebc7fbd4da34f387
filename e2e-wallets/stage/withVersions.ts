import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Plugin } from 'esbuild'

/**
 * Builds with the libraries of a folder of `versions`, which the first use installs. Whatever imports one of them
 * gets that one, as in an app that has a single version of each.
 */
export function withVersions(name: string): Plugin {
  const folder = join(import.meta.dirname, '../versions')
  const install = ['-y', 'pnpm@12.21.0', 'install', '--frozen-lockfile', '--prefer-offline']
  execFileSync('npx', [...install, '--ignore-scripts'], { cwd: folder, stdio: 'ignore' })
  const resolveDir = join(folder, name)
  return {
    name,
    setup(build) {
      build.onResolve({ filter: libraries }, async ({ path, kind, pluginData }) => {
        if (pluginData === name) return undefined
        const found = await build.resolve(path, { kind, resolveDir, pluginData: name })
        // wagmi loads each SDK on demand. A page that loads one that is not installed fails.
        return found.errors.length === 0 ? found : { path, external: true }
      })
    },
  }
}

const libraries =
  /^(?:wagmi|viem|react|react-dom|porto|accounts|cbw-sdk|@tanstack\/react-query|@base-org\/account|@coinbase\/wallet-sdk|@gemini-wallet\/core|@metamask\/(?:connect-evm|sdk)|@safe-global\/safe-apps-(?:provider|sdk)|@walletconnect\/ethereum-provider)(?:\/|$)/
