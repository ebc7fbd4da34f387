import { AuthError } from '@kit/core/internal/errors/AuthError'
import { type Hex, hexToNumber, isHex, recoverMessageAddress, size, slice } from 'viem'
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
  // A longer one belongs to a contract account, for example a counterfactual one (ERC-6492).
  const usual = toUsualForm(signature)
  if (usual === undefined) return signature
  const signer = await recoverMessageAddress({ message, signature: usual }).catch(() => undefined)
  if (signer?.toLowerCase() === address.toLowerCase()) return usual
  if (signer !== undefined && (await isPlain(provider, address)))
    throw new AuthError('siwe_address_mismatch')
  return signature
}

/** viem loads its curve with the first signature that it recovers, which then would have to wait for it. */
export async function loadCurve(): Promise<void> {
  await recoverMessageAddress({ message: '', signature: '0x' }).catch(() => undefined)
}

export declare namespace checkSignature {
  type Parameters = { provider: Provider; message: string; signature: string; address: Hex }
}

/**
 * Verifiers expect 27 or 28 where some wallets use 0 or 1, or add the chain, and refuse the compact form, which
 * would give each signature a second spelling. viem's functions for it would load its curve with the page.
 *
 * @returns nothing if no plain account signs so.
 * @see {@link https://eips.ethereum.org/EIPS/eip-155}
 * @see {@link https://eips.ethereum.org/EIPS/eip-2098}
 */
function toUsualForm(signature: Hex): Hex | undefined {
  const bytes = size(signature)
  // The id of a chain has up to four bytes here.
  if (bytes < 64 || bytes > 69) return undefined
  const [r, s] = [slice(signature, 0, 32), slice(signature, 32, 64)]
  if (bytes > 64) {
    const v = hexToNumber(slice(signature, 64))
    const isOdd = v < 2 ? v === 1 : v % 2 === 0
    if (v < 2 || v >= 35) return join(r, s, isOdd)
    return bytes === 65 ? signature : undefined
  }
  // The first bit of s, which is never set otherwise, says which of the two points it is.
  const first = hexToNumber(slice(s, 0, 1))
  const plain: Hex = `0x${(first % 128).toString(16).padStart(2, '0')}${s.slice(4)}`
  return join(r, plain, first >= 128)
}

const join = (r: Hex, s: Hex, isOdd: boolean): Hex => `${r}${s.slice(2)}${isOdd ? '1c' : '1b'}`

/** Whether an account certainly has no code. If the wallet does not answer in time, this is not certain. */
async function isPlain(provider: Provider, address: Hex): Promise<boolean> {
  const ask = async () => provider.request({ method: 'eth_getCode', params: [address, 'latest'] })
  const asked = ask().catch(() => undefined)
  const code = await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, longestMs))])
  return code === '0x'
}

const longestMs = 2000
