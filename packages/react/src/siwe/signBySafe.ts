import { stringToHex } from 'viem'
import { readMember } from './discovery/steadyProvider.ts'
import type { Provider } from './getProvider.ts'

/**
 * Asks a Safe to sign. A Safe may have several owners. The user signs as one of them, and the signature is
 * complete when enough other owners have signed as well.
 *
 * @param onWait - called when other owners have to sign.
 * @returns the signature; `undefined` if the SDK has an unexpected form. In that case use `personal_sign`.
 * @see {@link https://github.com/safe-global/safe-apps-sdk/tree/main/packages/safe-apps-sdk}
 */
export async function signBySafe(
  provider: Provider,
  message: string,
  onWait: () => void,
  signal: AbortSignal,
): Promise<string | undefined> {
  // Without this setting, a Safe proposes a transaction that approves the text, and answers before the
  // transaction is sent.
  const settings = { method: 'safe_setSettings', params: [{ offChainSigning: true }] }
  // A Safe that refuses the setting signs off-chain anyway, or its answer shows what it did.
  try {
    await provider.request(settings)
  } catch {}
  signal.throwIfAborted()
  const sdk = readMember(provider, 'sdk')
  const [txs, safe] = [readMember(sdk, 'txs'), readMember(sdk, 'safe')]
  if (!isSigner(txs) || !isArchive(safe)) return undefined
  // In hexadecimal, as the SDK's provider passes it.
  const answer = await txs.signMessage(stringToHex(message))
  const signature = readText(answer, 'signature')
  if (signature !== undefined) return signature
  const hash = readText(answer, 'messageHash')
  // The text is approved by a transaction, so the signature is empty, and the server asks the contract.
  if (hash === undefined) return '0x'
  onWait()
  for (;;) {
    const found = await safe.getOffChainSignature(hash).catch(() => undefined)
    if (typeof found === 'string' && found.length > 2) return found
    signal.throwIfAborted()
    await new Promise((resolve) => setTimeout(resolve, intervalMs))
    signal.throwIfAborted()
  }
}

const intervalMs = 3000

function readText(owner: unknown, key: string): string | undefined {
  const value = readMember(owner, key)
  return typeof value === 'string' && value.length > 2 ? value : undefined
}

function isSigner(value: unknown): value is { signMessage(message: string): Promise<unknown> } {
  return typeof readMember(value, 'signMessage') === 'function'
}

function isArchive(value: unknown): value is {
  getOffChainSignature(messageHash: string): Promise<unknown>
} {
  return typeof readMember(value, 'getOffChainSignature') === 'function'
}
