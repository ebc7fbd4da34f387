import type { LocalAccount } from 'viem'
import { createContractAccount } from '../chain/createContractAccount.ts'
import type { Signer } from '../wallet/Signer.ts'
import type { FakeWallet } from './FakeWallet.ts'

/** Returns the address that the wallet shows, and how that account signs. */
export function createSigner(
  owner: LocalAccount,
  kind: NonNullable<FakeWallet.Options['kind']>,
): Signer {
  if (kind === 'eoa')
    return { address: owner.address, sign: (message) => owner.signMessage({ message }) }
  const { address, sign, signUndeployed } = createContractAccount(owner)
  return { address, sign: kind === 'erc-1271' ? sign : signUndeployed }
}
