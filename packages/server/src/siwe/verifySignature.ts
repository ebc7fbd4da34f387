import {
  createPublicClient,
  custom,
  encodeFunctionData,
  type Hex,
  hashMessage,
  http,
  isAddressEqual,
  type PublicClient,
  parseAbi,
  recoverMessageAddress,
} from 'viem'
import { verifyMessage } from 'viem/actions'

/**
 * Says whether an account signed a text. A key's own signature (EIP-191) is tried first and asks nobody;
 * contract accounts (ERC-1271), also ones that are not deployed yet (ERC-6492), are asked through the
 * configured RPC of their chain by `eth_call`, never by a transaction. An empty signature, `0x`, is valid
 * where a contract says so, as one does that approved the text on its chain.
 *
 * @param signed.address - with its EIP-55 checksum.
 * @param rpcUrls - by chain id. A chain without one is never asked: then only keys can sign.
 * @param timeoutMs - for the RPC. Default 5000 ms.
 * @returns `unknown` when the RPC does not answer: that is no reason to accept.
 * @example
 * await verifySignature({ message, signature, address, chainId: 100 }, { 100: 'https://rpc.example' })
 */
export async function verifySignature(
  signed: verifySignature.Signed,
  rpcUrls: Readonly<Record<number, string>>,
  timeoutMs = 5000,
): Promise<'valid' | 'invalid' | 'unknown'> {
  if (await isSignedByKey(signed)) return 'valid'
  const rpcUrl = rpcUrls[signed.chainId]
  if (rpcUrl === undefined) return 'invalid'
  const rpc = http(rpcUrl, { timeout: timeoutMs, retryCount: 0 })({})
  const transport = custom({ request: (call) => rpc.request(capGas(call)) }, { retryCount: 0 })
  const client = createPublicClient({ transport })
  try {
    // The chain that answers must be the one that was asked for: an RPC may lie, or be another's.
    if ((await client.getChainId()) !== signed.chainId) return 'unknown'
    const isValid = signed.signature === '0x' ? isApproved : verifyMessage
    return (await isValid(client, signed)) ? 'valid' : 'invalid'
  } catch {
    // Down, slow or broken. What it said of the signature, nobody knows.
    return 'unknown'
  }
}

export declare namespace verifySignature {
  type Signed = { message: string; signature: Hex; address: Hex; chainId: number }
}

/**
 * Whether a contract accepts a text without a signature. viem's verifier, a contract itself, reads the last 32
 * bytes of each signature and reverts where there are fewer.
 *
 * @see {@link https://eips.ethereum.org/EIPS/eip-1271}
 */
async function isApproved(
  client: PublicClient,
  { address, message }: verifySignature.Signed,
): Promise<boolean> {
  const args = [hashMessage(message), '0x'] as const
  const { data } = await client.call({ to: address, data: encodeFunctionData({ abi, args }) })
  return data === accepted
}

const abi = parseAbi([
  'function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)',
])
const accepted = `0x1626ba7e${'0'.repeat(56)}`

/** A contract that burns gas costs its RPC, and this route, no more than this. */
function capGas({ method, params }: { method: string; params?: unknown }) {
  if (method !== 'eth_call' || !Array.isArray(params)) return { method, params }
  const [transaction, ...rest] = params
  return { method, params: [{ ...transaction, gas: maxGas }, ...rest] }
}

/** 5 million: an account's deployment and its check take a tenth of it. */
const maxGas = '0x4c4b40'

/**
 * 65 bytes, `v` 0, 1, 27 or 28, `s` in the lower half. Other forms of a key's signature are refused: each
 * would be a second spelling of the same one.
 *
 * @see {@link https://eips.ethereum.org/EIPS/eip-2}
 */
async function isSignedByKey({ message, signature, address }: verifySignature.Signed) {
  const [, s] = /^0x[0-9a-fA-F]{64}([0-9a-fA-F]{64})(?:0[01]|1[bBcC])$/.exec(signature) ?? []
  if (s === undefined || BigInt(`0x${s}`) > halfOrder) return false
  try {
    return isAddressEqual(await recoverMessageAddress({ message, signature }), address)
  } catch {
    // Numbers that are no point of the curve.
    return false
  }
}

/** Half of the order of secp256k1's group. */
const halfOrder = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n
