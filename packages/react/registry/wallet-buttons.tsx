'use client'

import { ProblemAlert, useSiweLogin, useWallets } from '@kit/react'
import { WalletConnectQr } from '@kit/react/wallet-connect-qr'
import { Button } from './ui/button.tsx'

/** A button for each wallet, and what the user has to do next after choosing one. */
export function WalletButtons() {
  const wallets = useWallets()
  const login = useSiweLogin()
  const { status, isPending, uri } = login
  const wallet = login.wallet ?? 'your wallet'
  return (
    <div className="grid gap-2">
      {wallets.map((each) => (
        <Button
          key={each.connector.uid}
          type="button"
          variant="outline"
          // Not `disabled`, so that the button that was pressed keeps the focus.
          aria-disabled={isPending || undefined}
          onClick={() => {
            if (!isPending) login.signIn({ wallet: each })
          }}
        >
          {each.icon !== undefined && <img src={each.icon} alt="" className="size-5 rounded" />}
          {each.name}
        </Button>
      ))}
      {wallets.length === 0 && (
        <p className="text-sm text-muted-foreground">
          There’s no wallet in this browser.{' '}
          <a className="underline" href="https://ethereum.org/en/wallets/find-wallet/">
            Get a wallet
          </a>
        </p>
      )}
      <p role="status" className="text-center text-sm text-muted-foreground">
        {uri === undefined && describe(status, wallet)}
      </p>
      {uri !== undefined && <WalletConnectQr uri={uri} className="grid gap-2 text-sm" />}
      {(login.isStalled || login.awaitsTap) && (
        <Button type="button" onClick={login.retryPrompt}>
          Continue in {wallet}
        </Button>
      )}
      {isPending && status !== 'verifying' && (
        <Button type="button" variant="ghost" onClick={login.cancel}>
          Cancel
        </Button>
      )}
      <ProblemAlert error={login.error} className="text-sm text-destructive" />
    </div>
  )
}

function describe(status: useSiweLogin.ReturnType['status'], wallet: string): string | undefined {
  if (status === 'connecting') return `Connect in ${wallet}.`
  if (status === 'signing' || status === 'awaiting-return') return `Sign the message in ${wallet}.`
  if (status === 'challenging' || status === 'verifying') return 'Just a moment…'
  return undefined
}
