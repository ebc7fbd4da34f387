import {
  concat,
  createWalletClient,
  getCreate2Address,
  type Hex,
  http,
  keccak256,
  type LocalAccount,
  serializeErc6492Signature,
  zeroHash,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { waitForTransactionReceipt } from 'viem/actions'

/**
 * Creates a contract account with one owner. It validates ERC-1271 signatures with `ecrecover`, and can sign
 * before it is deployed (ERC-6492).
 *
 * @see {@link https://eips.ethereum.org/EIPS/eip-1271}
 * @see {@link https://eips.ethereum.org/EIPS/eip-6492}
 * @example
 * const account = createContractAccount(owner)
 * await account.deploy(anvil.url)
 * const signature = await account.sign('text')
 */
export function createContractAccount(owner: LocalAccount): ContractAccount {
  const deployment = concat([zeroHash, createInitCode(owner.address)])
  return {
    address: findContractAddress(owner.address),
    sign: (message) => owner.signMessage({ message }),
    async signUndeployed(message) {
      const signature = await owner.signMessage({ message })
      return serializeErc6492Signature({ address: factory, data: deployment, signature })
    },
    async deploy(rpcUrl) {
      const client = createWalletClient({ account: funded, transport: http(rpcUrl) })
      const request = { to: factory, data: deployment, chain: null, gas: 1_000_000n } as const
      const hash = await client.sendTransaction(request)
      // A node confirms a transaction after it has accepted it.
      await waitForTransactionReceipt(client, { hash, pollingInterval: 50 })
    },
  }
}

/** Returns the address of an owner's contract account, whether or not it is deployed. */
export function findContractAddress(owner: Hex): Hex {
  const bytecodeHash = keccak256(createInitCode(owner))
  return getCreate2Address({ from: factory, salt: zeroHash, bytecodeHash })
}

/** A contract account for tests. */
export interface ContractAccount {
  readonly address: Hex
  /** Signs for the deployed contract. */
  sign(message: string): Promise<Hex>
  /** Signs and wraps the signature with the contract's deployment, for a contract that is not deployed. */
  signUndeployed(message: string): Promise<Hex>
  /** Deploys the contract through the chain's deterministic factory, which every anvil has. */
  deploy(rpcUrl: string): Promise<void>
}

/**
 * The contract implements `isValidSignature(bytes32 hash, bytes signature)`. It recovers the signer with
 * precompile 1, and returns `0x1626ba7e` if that is the owner, otherwise zero.
 */
function createInitCode(owner: Hex): Hex {
  const runtime = concat([
    '0x60043560005260a43560001a602052606435604052608435606052',
    '0x60206080608060006001',
    '0x5afa50608051',
    concat(['0x73', owner]),
    '0x14631626ba7e0260e01b60005260206000f3',
  ])
  const length = `0x${((runtime.length - 2) / 2).toString(16).padStart(2, '0')}` as const
  const header = concat(['0x60', length, '0x600c60003960', length, '0x6000f3'])
  return concat([header, runtime])
}

/**
 * The deterministic deployment proxy.
 *
 * @see {@link https://github.com/Arachnid/deterministic-deployment-proxy}
 */
const factory = '0x4e59b44847b379578588920cA78FbF26c0B4956C'

/** The first account of every development chain. Its key is public. */
const funded = privateKeyToAccount(
  '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
)
