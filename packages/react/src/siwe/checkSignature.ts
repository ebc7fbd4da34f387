import { AuthError } from '@kit/core/internal/errors/AuthError'
import { type Hex, isHex, recoverMessageAddress } from 'viem'
import type { Provider } from './getProvider.ts'

/**
 * Checks that the signature of a plain account belongs to it. A wallet may sign with an account that was
 * not requested, and no server could explain that to the user. The server checks signatures of contract accounts.
 *
 * @returns the signature, with the recovery byte that verifiers expect.
 * @throws AuthError `siwe_address_mismatch`.
 */
export async function checkSignature(signed: checkSignature.Parameters): Promise<string> {
  const { provider, message, signature, address } = signed
  if (!isHex(signature)) return signature
  const usual = withUsualForm(signature)
  // A longer one belongs to a contract account, for example a counterfactual one (ERC-6492).
  if (usual === undefined) return signature
  const signer = await recoverMessageAddress({ message, signature: usual }).catch(() => undefined)
  if (signer?.toLowerCase() === address.toLowerCase()) return usual
  if (signer !== undefined && (await isPlain(provider, address)))
    throw new AuthError('siwe_address_mismatch')
  return signature
}

export declare namespace checkSignature {
  type Parameters = { provider: Provider; message: string; signature: string; address: Hex }
}

/**
 * Verifiers expect 27 or 28 where some wallets use 0 or 1, and refuse the compact form, which would give each
 * signature a second spelling. viem's functions for it would load secp256k1 with the page.
 *
 * @see {@link https://eips.ethereum.org/EIPS/eip-2098}
 */
function withUsualForm(signature: Hex): Hex | undefined {
  const bytes = (signature.length - 2) / 2
  if (bytes !== 64 && bytes !== 65) return undefined
  const [r, s] = [signature.slice(2, 2 + 64), signature.slice(2 + 64, 2 + 128)]
  if (bytes === 65) {
    const recovery = Number.parseInt(signature.slice(-2), 16)
    return recovery > 1 ? signature : `0x${r}${s}${(recovery + 27).toString(16)}`
  }
  // The first bit of s, which is never set, says whether the recovery byte is 27 or 28.
  const first = Number.parseInt(s.slice(0, 2), 16)
  const plain = (first % 128).toString(16).padStart(2, '0') + s.slice(2)
  return `0x${r}${plain}${first < 128 ? '1b' : '1c'}`
}

/** Whether an account certainly has no code. If the wallet does not answer in time, this is not certain. */
async function isPlain(provider: Provider, address: Hex): Promise<boolean> {
  const ask = async () => provider.request({ method: 'eth_getCode', params: [address, 'latest'] })
  const asked = ask().catch(() => undefined)
  const code = await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, longestMs))])
  return code === '0x'
}

const longestMs = 2000
