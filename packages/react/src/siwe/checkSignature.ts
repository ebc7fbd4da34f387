import { AuthError } from '@kit/core/internal/errors/AuthError'
import { type Hex, recoverMessageAddress } from 'viem'
import type { Provider } from './getProvider.ts'

/**
 * Checks that a signature was made by the requested account, if that signs with a private key. Some wallets
 * sign with another account, and only the page can explain that to the user. The server checks signatures of
 * contract accounts.
 *
 * @returns the signature with a recovery byte of 27 or 28, as verifiers expect.
 * @throws AuthError `siwe_address_mismatch`.
 */
export async function checkSignature(signed: checkSignature.Parameters): Promise<string> {
  const { provider, message, signature, address } = signed
  // A longer signature is that of a contract account, for example a counterfactual one (ERC-6492).
  const usual = toUsualForm(signature)
  if (usual === undefined) return signature
  const signer = await recoverMessageAddress({ message, signature: usual }).catch(() => undefined)
  if (signer?.toLowerCase() === address.toLowerCase()) return usual
  if (signer !== undefined && (await isPlain(provider, address)))
    throw new AuthError('siwe_address_mismatch')
  return signature
}

/** Loads viem's elliptic curve in advance. Otherwise viem would load it while it checks the first signature. */
export async function loadCurve(): Promise<void> {
  await recoverMessageAddress({ message: '', signature: '0x' }).catch(() => undefined)
}

export declare namespace checkSignature {
  type Parameters = { provider: Provider; message: string; signature: string; address: Hex }
}

/**
 * Converts a signature to the usual form. Some wallets use 0 or 1 as the recovery byte, or add the chain to it,
 * where verifiers expect 27 or 28. Verifiers also refuse the compact form. viem's functions for signatures are not
 * used, because they would load its elliptic curve with the page.
 *
 * @returns nothing if this is not a signature by a private key.
 * @see {@link https://eips.ethereum.org/EIPS/eip-155}
 * @see {@link https://eips.ethereum.org/EIPS/eip-2098}
 */
function toUsualForm(signature: string): Hex | undefined {
  // 32 bytes each for `r` and `s`. With the chain added (EIP-155), the recovery value has up to five bytes.
  const [, r = '', s = '', recovery] =
    /^0x([\da-f]{64})([\da-f]{64})((?:[\da-f]{2}){1,5})?$/i.exec(signature) ?? []
  if (s === '') return undefined
  if (recovery !== undefined) {
    const v = Number.parseInt(recovery, 16)
    const isOdd = v < 2 ? v === 1 : v % 2 === 0
    if (v < 2 || v >= 35) return join(r, s, isOdd)
    return recovery.length === 2 ? `0x${r}${s}${recovery}` : undefined
  }
  // In the compact form, the first bit of `s`, which is otherwise never set, contains the recovery bit.
  const first = Number.parseInt(s.slice(0, 2), 16)
  const plain = (first % 128).toString(16).padStart(2, '0') + s.slice(2)
  return join(r, plain, first >= 128)
}

const join = (r: string, s: string, isOdd: boolean): Hex => `0x${r}${s}${isOdd ? '1c' : '1b'}`

/** Whether an account certainly has no contract code. Returns false if the wallet does not answer in time. */
async function isPlain(provider: Provider, address: Hex): Promise<boolean> {
  const ask = async () => provider.request({ method: 'eth_getCode', params: [address, 'latest'] })
  const asked = ask().catch(() => undefined)
  const code = await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, longestMs))])
  return code === '0x'
}

const longestMs = 2000
