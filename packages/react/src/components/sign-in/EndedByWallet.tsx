'use client'

import { useWords } from '../../locales/useWords.ts'
import type { useAccountMismatch } from '../../session/useAccountMismatch.ts'

/** Says which change in the wallet ended the session. */
export function EndedByWallet({ endedBy }: EndedByWalletProps) {
  const { session } = useWords()
  const texts = {
    accountChange: session.endedByAccount,
    chainChange: session.endedByNetwork,
    disconnect: session.endedByDisconnect,
  }
  return (
    <div className="kit-alert" data-tone="info">
      <div className="kit-alert-body">
        <p>{texts[endedBy]}</p>
      </div>
    </div>
  )
}

interface EndedByWalletProps {
  endedBy: NonNullable<useAccountMismatch.ReturnType['endedBy']>
}
