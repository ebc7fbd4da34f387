'use client'

import { useConfig } from 'wagmi'
import { Deferred, defer } from '../parts/Deferred.tsx'
import type { WalletConnectQrProps } from '../wallet-connect-qr/index.ts'

/** Loaded with the first QR code. */
const walletConnectQr = /* @__PURE__ */ defer(
  async () => (await import('../wallet-connect-qr/WalletConnectQr.tsx')).WalletConnectQr,
)

/** The code with which a wallet on another device connects, with the apps that were passed to `walletConnect`. */
export function ConnectionCode({ uri }: { uri: string }) {
  const { connectors } = useConfig()
  return <Deferred part={walletConnectQr} props={{ uri, apps: findApps(connectors) }} />
}

function findApps(connectors: readonly object[]): WalletConnectQrProps['apps'] {
  const own = connectors.find((connector) => 'wallets' in connector && isApps(connector.wallets))
  return own !== undefined && 'wallets' in own && isApps(own.wallets) ? own.wallets : undefined
}

function isApps(value: unknown): value is NonNullable<WalletConnectQrProps['apps']> {
  return typeof value === 'function' || Array.isArray(value)
}
