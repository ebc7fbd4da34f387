import { AuthError } from '@kit/core/internal/errors/AuthError'
import { stringToHex, toHex } from 'viem'
import type { Connector } from 'wagmi'
import { readMember } from './discovery/steadyProvider.ts'
import { getProvider } from './getProvider.ts'
import { loadSignatureCheck } from './loadSignatureCheck.ts'
import { signBySafe } from './signBySafe.ts'

/**
 * Asks a wallet to sign a text, and checks, as far as the page can, that the signature belongs to the account.
 *
 * @throws whatever the wallet throws, or AuthError `wallet_not_found`, `wallet_failed`,
 * `siwe_address_mismatch`.
 * @see {@link https://eips.ethereum.org/EIPS/eip-191}
 */
export async function personalSign(
  wallet: Connector,
  message: string,
  address: `0x${string}`,
  { onOthersAsked = () => {}, signal = new AbortController().signal }: personalSign.Options = {},
): Promise<string> {
  const provider = await getProvider(wallet)
  const asked = ask()
  const loading = loadSignatureCheck()
  const signature = readSignature(await rejectOnDisconnect(wallet, asked))
  if (signature === undefined) throw new AuthError('wallet_failed')
  const checks = await loading
  return checks?.checkSignature({ provider, message, signature, address }) ?? signature

  async function ask(): Promise<unknown> {
    if (wallet.type === 'safe') {
      const signature = await signBySafe(provider, message, onOthersAsked, signal)
      if (signature !== undefined) return signature
    }
    return provider.request({
      method: 'personal_sign',
      params: [stringToHex(message), address],
    })
  }
}

export declare namespace personalSign {
  type Options = {
    /** Called when other owners of the account have to sign as well. */
    onOthersAsked?: (() => void) | undefined
    signal?: AbortSignal | undefined
  }
}

/**
 * Waits for an answer, or until the wallet ends the connection. WalletConnect's SDK may never answer a request
 * if the connection ends during it.
 *
 * @throws AuthError `wallet_locked`, or whatever the request throws.
 */
async function rejectOnDisconnect(
  { type, emitter }: Connector,
  asked: Promise<unknown>,
): Promise<unknown> {
  if (type !== 'walletConnect') return asked
  let end = () => {}
  const ended = new Promise<never>((_, reject) => {
    end = () => reject(new AuthError('wallet_locked'))
  })
  emitter.on('disconnect', end)
  try {
    return await Promise.race([asked, ended])
  } finally {
    emitter.off('disconnect', end)
  }
}

/**
 * Reads the signature from a wallet's answer. Some wallets omit the `0x` prefix, add quotation marks, or return
 * bytes or an object with the signature.
 */
function readSignature(answer: unknown): string | undefined {
  const candidates = [
    answer,
    ...['signature', 'result', 'data'].map((key) => readMember(answer, key)),
  ]
  const value = candidates.map(toText).find((one) => one !== undefined)
  const text = value?.trim().replace(/^"(.*)"$/, '$1')
  // A Safe answers `0x` if its owners approve the text on the chain.
  const [, digits] = /^(?:0x)?((?:[\da-f]{2})+|(?<=0x))$/i.exec(text ?? '') ?? []
  return digits === undefined ? undefined : `0x${digits}`
}

/** Converts a value to text. Node's `Buffer` becomes an array of numbers in JSON. */
function toText(value: unknown): string | undefined {
  if (value instanceof Uint8Array) return toHex(value)
  const isBytes = Array.isArray(value) && value.length > 0 && value.every(isByte)
  return isBytes ? toHex(Uint8Array.from(value)) : typeof value === 'string' ? value : undefined
}

const isByte = (value: unknown) =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < 256
