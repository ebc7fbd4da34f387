import { AuthError } from '@kit/core/internal/errors/AuthError'
import type { Connector } from 'wagmi'
import { readMember } from './discovery/steadyProvider.ts'

/** The interface for calling a wallet (EIP-1193). */
export interface Provider {
  request: (call: { method: string; params: unknown[] }) => Promise<unknown>
}

/** @throws AuthError `wallet_not_found`, or whatever the connector throws. */
export async function getProvider(wallet: Connector): Promise<Provider> {
  const provider = await wallet.getProvider()
  if (isProvider(provider)) return provider
  throw new AuthError('wallet_not_found')
}

function isProvider(value: unknown): value is Provider {
  return typeof readMember(value, 'request') === 'function'
}
