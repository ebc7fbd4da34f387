import { AuthError } from '@kit/core'
import { type Upstream, verifySignature } from '@kit/server'
import type { Hex } from 'viem'

/** An upstream that accepts every account with a valid signature, including contract accounts. */
export function acceptSigned(rpcUrl: string): Upstream {
  return {
    id: 'signed',
    proxy: [],
    fetch: () => Promise.reject(new AuthError('not_found')),
    authorize: () => ({}),
    siwe: {
      messageLifetimeSeconds: 600,
      async verify({ message, signature, address, chainId = 1 }) {
        const signed = { message, chainId, signature: signature as Hex, address: address as Hex }
        // The chain is on this machine, which may be busy.
        const verdict = await verifySignature(signed, { [chainId]: rpcUrl }, 60_000)
        if (verdict !== 'valid') throw new AuthError('signature_rejected')
        return { userId: address, credential: crypto.randomUUID() }
      },
    },
  }
}
