import { getAddress } from 'viem'
import type { Config, Connector } from 'wagmi'
import { connect } from 'wagmi/actions'
import { connectByUri } from '../walletconnect/connectByUri.ts'
import type { Answer, Wishes } from '../walletconnect/Wishes.ts'
import type { Connected } from './Connected.ts'

/** Connects a wallet; by WalletConnect it may sign with its approval. */
export async function connectWallet(
  config: Config,
  connector: Connector,
  { challenges, onUri, signal }: connectWallet.Options,
): Promise<Connected> {
  let answer: Partial<Answer> = {}
  const onConnected = (told: Answer) => {
    answer = told
  }
  const { accounts, chainId } = await connectByUri(
    connector,
    (isRenewal) => {
      const wishes: Wishes = { isRenewal, challenges, onConnected }
      return connect(config, { connector, ...(connector.type === 'walletConnect' && { wishes }) })
    },
    onUri,
    signal,
  )
  const address = getAddress(accounts[0])
  const { signed, app } = answer
  return {
    address,
    chainId,
    wallet: connector,
    app,
    ...(signed?.address === address && { signed }),
  }
}

export declare namespace connectWallet {
  type Options = {
    challenges: Wishes['challenges']
    onUri: (uri: string) => void
    signal: AbortSignal
  }
}
