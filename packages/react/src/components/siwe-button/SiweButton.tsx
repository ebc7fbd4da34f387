'use client'

import type { AuthError, Session } from '@kit/core'
import { useSiweLogin } from '../../hooks/useSiweLogin.ts'
import { useWallets } from '../../hooks/useWallets.ts'
import { InstallLink } from '../../internals/InstallLink.tsx'
import { isSiweBusy } from '../../internals/isSiweBusy.ts'
import { Part, type PartProps } from '../../internals/Part.tsx'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { ProblemAlert } from '../problem-alert/ProblemAlert.tsx'
import { SiweStatus } from '../sign-in/SiweStatus.tsx'

/**
 * Renders one button that signs in with the connected wallet, or the last used one. For a choice of
 * wallets take `SignIn` or `WalletList`.
 *
 * @example
 * <SiweButton onSuccess={(session) => console.log(session.address)} />
 */
export function SiweButton({ onSuccess, onError, children, ...look }: SiweButtonProps) {
  const words = useFirstWords()
  const login = useSiweLogin({ onSuccess, onError })
  const wallets = useWallets()
  const wallet = wallets.find(({ isConnected }) => isConnected) ?? wallets[0]
  const hasNone = wallet === undefined && login.error?.code === 'wallet_not_found'
  const isBusy = isSiweBusy(login.status)
  return (
    <Part tag="div" look={look} className="kit-stack" data-status={login.status}>
      <button
        type="button"
        className="kit-button"
        data-variant="primary"
        data-loading={isBusy || undefined}
        aria-disabled={isBusy || undefined}
        onClick={() => login.signIn({ wallet })}
      >
        {children ?? words.siwe.signIn}
      </button>
      <SiweStatus login={login} />
      <ProblemAlert error={login.error} text={hasNone ? words.wallets.none : undefined}>
        {hasNone && <InstallLink />}
      </ProblemAlert>
    </Part>
  )
}

export interface SiweButtonProps extends PartProps {
  onSuccess?: ((session: Session) => void) | undefined
  onError?: ((error: AuthError) => void) | undefined
  /** @default 'Sign in with Ethereum' */
  children?: string | undefined
}
