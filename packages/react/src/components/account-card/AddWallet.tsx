'use client'

import { useState } from 'react'
import { useLinkWallet } from '../../identities/useLinkWallet.ts'
import { formatMessage } from '../../locales/formatMessage.ts'
import { useWords } from '../../locales/useWords.ts'
import { useRetryWait } from '../../login/useRetryWait.ts'
import type { Wallet } from '../../siwe/useWallets.ts'
import { ProblemAlert } from '../problem-alert/ProblemAlert.tsx'
import { ConnectionCode } from '../siwe-status/ConnectionCode.tsx'
import { WalletList } from '../wallet-list/WalletList.tsx'
import { CancelButton } from './CancelButton.tsx'
import { FreshSignIn } from './FreshSignIn.tsx'

/** Links another wallet: the user chooses it and signs with it. */
export function AddWallet({ onEnd }: { onEnd: () => void }) {
  const words = useWords()
  const [wallet, setWallet] = useState<Wallet>()
  const { link, isPending, uri, error } = useLinkWallet({ onSuccess: onEnd })
  const isTooEarly = useRetryWait(error) > 0
  const chooseWallet = (picked: Wallet) => {
    setWallet(picked)
    link(picked.connector)
  }
  return (
    <div className="kit-stack">
      <WalletList
        onPick={chooseWallet}
        busyWallet={isPending ? wallet?.connector.uid : undefined}
        disabled={isPending || isTooEarly}
      />
      <p className="kit-status" role="status">
        {isPending &&
          uri === undefined &&
          wallet !== undefined &&
          formatMessage(words.siwe.signing, { wallet: wallet.name }, words.locale)}
      </p>
      {uri !== undefined && <ConnectionCode uri={uri} />}
      <ProblemAlert error={error}>
        <FreshSignIn error={error} onRetry={() => wallet !== undefined && chooseWallet(wallet)} />
      </ProblemAlert>
      <CancelButton onCancel={onEnd} />
    </div>
  )
}
