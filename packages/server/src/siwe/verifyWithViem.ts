import {
  createClient,
  custom,
  encodeFunctionData,
  type Hex,
  hashMessage,
  isAddress,
  isAddressEqual,
  isErc6492Signature,
  isErc8010Signature,
  isHex,
  parseAbi,
  parseErc6492Signature,
  recoverMessageAddress,
} from 'viem'
import { verifyMessage } from 'viem/actions'
import { CallReverted, createRpc, type Rpc } from '../transport/createRpc.ts'

/**
 * Implements `verifySignature`. It is a separate module because it imports viem. The RPC URLs were checked
 * before.
 */
export async function verifyWithViem(
  request: SignatureRequest,
  rpcUrls: Readonly<Record<number, string>>,
  timeoutMs: number,
): Promise<'valid' | 'invalid' | 'unknown'> {
  const { message, signature, address, chainId: asked } = request
  if (!isHex(signature) || !isAddress(address, { strict: false })) return 'invalid'
  const signed = { message, signature, address, chainId: asked ?? Number.NaN }
  if (await isSignedByKey(signed)) return 'valid'
  const rpcUrl = rpcUrls[signed.chainId]
  if (rpcUrl === undefined) return 'invalid'
  const rpc = createRpc(new URL(rpcUrl), timeoutMs)
  try {
    const [chainId, code] = await Promise.all([
      rpc('eth_chainId', []),
      rpc('eth_getCode', [signed.address, 'latest']),
    ])
    // The RPC may be configured for the wrong chain, so its chain id is checked.
    if (Number(chainId) !== signed.chainId) return 'unknown'
    const isDeployed = code !== '0x' && code !== ''
    if (isDeployed && (await isAccepted(rpc, signed))) return 'valid'
    if (!isErc6492Signature(signed.signature) && !isErc8010Signature(signed.signature))
      return 'invalid'
    return await simulate(rpc, signed)
  } catch {
    // The RPC is down, slow or broken, so whether the signature is valid remains unknown.
    return 'unknown'
  }
}

/**
 * A signature, and the text and account that it is for. Without a chain id, only signatures by a private key
 * can be checked.
 */
export interface SignatureRequest {
  readonly message: string
  readonly signature: string
  readonly address: string
  readonly chainId: number | undefined
}

interface Signed {
  readonly message: string
  readonly signature: Hex
  readonly address: Hex
  readonly chainId: number
}

/**
 * Whether a deployed contract accepts a text, with or without a signature. Calls the contract directly, because
 * viem's verifier uses calls without an address, which some chains, such as zkSync, do not support.
 *
 * @throws if the RPC does not answer.
 * @see {@link https://eips.ethereum.org/EIPS/eip-1271}
 */
async function isAccepted(rpc: Rpc, { address, message, signature }: Signed): Promise<boolean> {
  const data = encodeFunctionData({ abi, args: [hashMessage(message), unwrap(signature)] })
  try {
    const result = await rpc('eth_call', [{ to: address, data, gas: maxGas }, 'latest'])
    return result.toLowerCase() === accepted
  } catch (fault) {
    if (fault instanceof CallReverted) return false
    throw fault
  }
}

/** Returns the signature inside an ERC-6492 wrapper, or the signature itself if it has no wrapper. */
function unwrap(signature: Hex): Hex {
  if (!isErc6492Signature(signature)) return signature
  try {
    return parseErc6492Signature(signature).signature
  } catch {
    // The signature only happens to end like a wrapper.
    return signature
  }
}

const abi = parseAbi([
  'function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)',
])
const accepted = `0x1626ba7e${'0'.repeat(56)}`

/**
 * Whether a contract accepts a text after the calls in its ERC-6492 signature, such as its deployment. viem
 * treats every failed call as a wrong signature, so this function detects failed calls itself.
 *
 * @see {@link https://eips.ethereum.org/EIPS/eip-6492}
 */
async function simulate(rpc: Rpc, signed: Signed): Promise<'valid' | 'invalid' | 'unknown'> {
  let isAnswered = true
  const client = createClient({
    ccipRead: false,
    transport: custom(
      {
        async request({ method, params }) {
          try {
            const result = await rpc(method, capGas(method, params))
            // A call without an address returns a value, unless the chain does not support such calls.
            if (method === 'eth_call' && result === '0x') isAnswered = false
            return result
          } catch (fault) {
            if (!(fault instanceof CallReverted)) isAnswered = false
            throw fault
          }
        },
      },
      { retryCount: 0 },
    ),
  })
  const isValid = await verifyMessage(client, signed)
  if (isValid) return 'valid'
  return isAnswered ? 'invalid' : 'unknown'
}

/** Limits the gas of a call, so that a contract cannot keep the RPC and this route busy. */
function capGas(method: string, params: unknown): readonly unknown[] {
  if (!Array.isArray(params)) return []
  if (method !== 'eth_call') return params
  const [transaction, ...rest] = params
  return [{ ...transaction, gas: maxGas }, ...rest]
}

/** 5 million. Deploying an account and checking its signature takes a tenth of that. */
const maxGas = '0x4c4b40'

/**
 * Whether a signature was made by the private key of an address: 65 bytes, with `v` 0, 1, 27 or 28 and `s` in
 * the lower half of its range. Other encodings are refused, because each would be a second form of the same
 * signature.
 *
 * @see {@link https://eips.ethereum.org/EIPS/eip-2}
 */
async function isSignedByKey({ message, signature, address }: Signed) {
  const [, s] = /^0x[0-9a-fA-F]{64}([0-9a-fA-F]{64})(?:0[01]|1[bBcC])$/.exec(signature) ?? []
  if (s === undefined || BigInt(`0x${s}`) > halfOrder) return false
  try {
    return isAddressEqual(await recoverMessageAddress({ message, signature }), address)
  } catch {
    // `r` and `s` do not give a point on the curve.
    return false
  }
}

/** Half of the order of secp256k1's group. */
const halfOrder = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n
