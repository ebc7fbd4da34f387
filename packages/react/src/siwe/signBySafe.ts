import { stringToHex } from 'viem'
import { readMember } from './discovery/steadyProvider.ts'
import type { Provider } from './getProvider.ts'

/**
 * Asks a Safe, which may have several owners. The present owner signs, and the signature is complete when
 * enough of the others have signed too.
 *
 * @param onWait - called when the others have to sign.
 * @returns the signature; `undefined` if the SDK is not the expected one, in which case the wallet is asked
 * the ordinary way.
 * @see {@link https://github.com/safe-global/safe-apps-sdk/tree/main/packages/safe-apps-sdk}
 */
export async function signBySafe(
  provider: Provider,
  message: string,
  onWait: () => void,
  signal: AbortSignal,
): Promise<string | undefined> {
  // Otherwise a Safe proposes a transaction that approves the text, and answers before it has been sent.
  const settings = { method: 'safe_setSettings', params: [{ offChainSigning: true }] }
  // A host that refuses this signs off-chain anyway, or reports what it does instead.
  try {
    await provider.request(settings)
  } catch {}
  signal.throwIfAborted()
  const sdk = readMember(provider, 'sdk')
  const [txs, safe] = [readMember(sdk, 'txs'), readMember(sdk, 'safe')]
  if (!isSigner(txs) || !isArchive(safe)) return undefined
  // As the SDK's own provider hands it over: hexadecimal.
  const answer = await txs.signMessage(stringToHex(message))
  const signature = readText(answer, 'signature')
  if (signature !== undefined) return signature
  const hash = readText(answer, 'messageHash')
  // A transaction approves the text on the chain, so the contract is asked whether it does.
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
