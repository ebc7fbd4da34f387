import { CodedError } from '@kit/core/coded-error'
import { stringToHex } from 'viem'
import type { Connector } from 'wagmi'

/**
 * Asks a wallet for its signature of a text.
 *
 * @throws whatever the wallet throws, or AuthError `wallet_not_found`, `wallet_failed`.
 * @see {@link https://eips.ethereum.org/EIPS/eip-191}
 */
export async function personalSign(
  wallet: Connector,
  message: string,
  address: string,
): Promise<string> {
  const provider = await wallet.getProvider()
  if (!isProvider(provider)) throw new CodedError('wallet_not_found', 'switch-account')
  // Else a Safe proposes a transaction that approves the text, and answers before anybody has sent it.
  if (wallet.type === 'safe')
    await provider.request({ method: 'safe_setSettings', params: [{ offChainSigning: true }] })
  const signature = await provider.request({
    method: 'personal_sign',
    params: [stringToHex(message), address],
  })
  if (typeof signature !== 'string') throw new CodedError('wallet_failed', 'retry')
  return signature
}

type Provider = { request: (call: { method: string; params: unknown[] }) => Promise<unknown> }

function isProvider(value: unknown): value is Provider {
  return typeof value === 'object' && value !== null && 'request' in value
}
