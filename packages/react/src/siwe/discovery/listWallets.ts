import type { Connector } from 'wagmi'
import type { Marks } from './guardAnnouncements.ts'
import { readName } from './readName.ts'
import { needsHost } from './useHosts.ts'
import type { Wallet } from './Wallet.ts'

/** Returns the rows of a list of wallets: one for each wallet, even if it has several connectors. */
export function listWallets(
  connectors: readonly Connector[],
  { marks, browser, hasOlder, hosts, recentId, firstUid, connectedUid }: listWallets.Options,
): readonly Wallet[] {
  const hasAnnounced = connectors.some(({ type, id }) => type === 'injected' && id !== 'injected')
  const rows = connectors
    .filter(({ id }) => id !== 'injected' || (!hasAnnounced && hasOlder))
    .filter((connector) => !needsHost(connector) || hosts.has(connector.type))
    .map((connector): Row => {
      const names = findRdns(connector)
      const mark = names.map((rdns) => marks.get(rdns)).find(Boolean)
      return {
        id: String(connector.id),
        name: connector.id === 'injected' ? browser : (readName(connector.name) ?? browser),
        icon: readIcon(mark?.icon) ?? readIcon(connector.icon),
        isRecent: connector.id === recentId,
        isInstalled: connector.type === 'injected' || needsHost(connector) || mark !== undefined,
        isConnected: connector.uid === connectedUid,
        isFirst: connector.uid === firstUid,
        names,
        connector,
      }
    })
  return rows
    .filter((row) => !rows.some((other) => isBetter(other, row, rows)))
    .toSorted(
      (one, other) =>
        Number(other.isInstalled) - Number(one.isInstalled) ||
        Number(other.isFirst) - Number(one.isFirst),
    )
    .map(({ isFirst: _, names: __, ...wallet }) => wallet)
}

export declare namespace listWallets {
  type Options = {
    marks: Marks
    /** The name for a wallet without one. */
    browser: string
    /** Whether there is a `window.ethereum`. */
    hasOlder: boolean
    /** The types of connectors whose app contains the page. */
    hosts: ReadonlySet<string>
    recentId: string | undefined
    firstUid: string | undefined
    connectedUid: string | undefined
  }
}

type Row = Wallet & { isFirst: boolean; names: readonly string[] }

/** Whether another row is for the same wallet and is shown instead: the connected one, or otherwise the first. */
function isBetter(other: Row, row: Row, rows: readonly Row[]): boolean {
  if (other === row || !other.names.some((rdns) => row.names.includes(rdns))) return false
  if (other.isConnected !== row.isConnected) return other.isConnected
  return rows.indexOf(other) < rows.indexOf(row)
}

/**
 * Returns the reverse domain names of a wallet. The connector of a wallet's SDK has the same names as the
 * wallet.
 */
function findRdns({ id, rdns }: Connector): readonly string[] {
  const named = typeof rdns === 'string' ? [rdns] : (rdns ?? [])
  return [String(id), ...(sdks.get(id) ?? []), ...named]
}

const sdks: ReadonlyMap<string, readonly string[]> = new Map([
  ['metaMask', ['io.metamask']],
  ['metaMaskSDK', ['io.metamask']],
  ['coinbaseWallet', ['com.coinbase.wallet']],
  ['coinbaseWalletSDK', ['com.coinbase.wallet']],
  ['phantom', ['app.phantom']],
])

/** Returns an icon that an `<img>` can show. `data:image/,` is empty. */
function readIcon(icon: unknown): string | undefined {
  const text = typeof icon === 'string' ? icon.trim() : ''
  return /^(?:data:image\/[^,]*,.|https?:|\/|\.)/s.test(text) ? text : undefined
}
