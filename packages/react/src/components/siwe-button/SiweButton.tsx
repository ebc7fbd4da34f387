'use client'

import type { AuthError, Session } from '@kit/core'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { loadSignatureCheck } from '../../siwe/loadSignatureCheck.ts'
import { useSiweLogin } from '../../siwe/useSiweLogin.ts'
import { useWallets } from '../../siwe/useWallets.ts'
import { ActionButton } from '../parts/ActionButton.tsx'
import { InstallLink } from '../parts/InstallLink.tsx'
import { Part, type PartProps } from '../parts/Part.tsx'
import { ProblemAlert } from '../problem-alert/ProblemAlert.tsx'
import { SiweStatus } from '../siwe-status/SiweStatus.tsx'

/**
 * Renders a button that signs in with the connected wallet, or with the wallet that was used last. To let the
 * user choose a wallet, use `SignIn` or `WalletList`.
 *
 * @example
 * <SiweButton onSuccess={(session) => console.log(session.address)} />
 */
export function SiweButton({ onSuccess, onError, children, ...look }: SiweButtonProps) {
  const words = useFirstWords()
  const wallets = useWallets()
  const login = useSiweLogin({
    onSuccess,
    onError,
    prefetch: wallets.length === 0 ? false : undefined,
  })
  const wallet =
    wallets.find(({ isConnected }) => isConnected) ??
    wallets.find(({ isRecent }) => isRecent) ??
    wallets[0]
  const hasNone = wallet === undefined && login.error?.code === 'wallet_not_found'
  return (
    <Part
      tag="div"
      look={look}
      className="kit-stack"
      data-status={login.status}
      onPointerOver={loadSignatureCheck}
      onFocus={loadSignatureCheck}
    >
      <ActionButton
        variant="primary"
        isBusy={login.isPending}
        error={login.error}
        onClick={() => login.signIn({ wallet })}
      >
        {children ?? words.siwe.signIn}
      </ActionButton>
      <SiweStatus login={login} />
      <ProblemAlert error={login.error} text={hasNone ? words.wallets.none : undefined}>
        {hasNone && <InstallLink />}
      </ProblemAlert>
    </Part>
  )
}

/** Props of `SiweButton`. */
export interface SiweButtonProps extends PartProps {
  onSuccess?: ((session: Session) => void) | undefined
  onError?: ((error: AuthError) => void) | undefined
  /** @default 'Sign in with Ethereum' */
  children?: string | undefined
}
