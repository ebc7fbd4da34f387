import {
  getCreate2Address,
  type Hex,
  isErc6492Signature,
  keccak256,
  parseErc6492Signature,
  recoverMessageAddress,
  size,
  slice,
} from 'viem'
import { findContractAddress } from '../chain/createContractAccount.ts'

/**
 * Verifies a signature without a chain. The signer of a plain account is recovered. The owner of this package's
 * contract accounts follows from their address; ERC-6492 wraps the signature if the contract is not deployed.
 *
 * @see {@link https://eips.ethereum.org/EIPS/eip-6492}
 */
export async function verifyInMemory({ address, message, signature }: Signed): Promise<boolean> {
  const isWrapped = isErc6492Signature(signature)
  const inner = isWrapped ? unwrap(signature) : { signature, address: undefined }
  const signer = await recoverMessageAddress({ message, signature: inner.signature }).catch(
    () => undefined,
  )
  if (signer === undefined) return false
  const owned = findContractAddress(signer)
  if (isWrapped) return inner.address === owned && owned === address
  return signer === address || owned === address
}

type Signed = { address: Hex; message: string; signature: Hex }

/** Returns the inner signature, and the address at which the contract would be deployed. */
function unwrap(wrapped: Hex): { signature: Hex; address: Hex | undefined } {
  const { signature, address: factory, data } = parseErc6492Signature(wrapped)
  if (factory === undefined || data === undefined || size(data) <= 32)
    return { signature, address: undefined }
  const salt = slice(data, 0, 32)
  const bytecodeHash = keccak256(slice(data, 32))
  return { signature, address: getCreate2Address({ from: factory, salt, bytecodeHash }) }
}
