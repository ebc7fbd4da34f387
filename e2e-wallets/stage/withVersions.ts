import { join } from 'node:path'
import type { Plugin } from 'esbuild'

/**
 * Builds with the libraries of a folder of `versions`. Every import of one of them gets that version, as in an app
 * that has a single version of each.
 */
export function withVersions(name: string): Plugin {
  const resolveDir = join(import.meta.dirname, '../versions', name)
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
