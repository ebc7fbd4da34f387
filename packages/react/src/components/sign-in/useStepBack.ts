'use client'

import { useConfig } from 'wagmi'
import { useOtpLogin } from '../../otp/useOtpLogin.ts'
import { useAuth } from '../../session/AuthContext.ts'
import { getSiweLogin } from '../../siwe/createSiweLogin.ts'
import { useIsWalletAsked } from '../../siwe/useIsWalletAsked.ts'

/**
 * Returns how to leave the step that has replaced the sign-in methods: the code, or the question in a wallet.
 * `undefined` while the methods are shown.
 */
export function useStepBack(): (() => void) | undefined {
  const { client } = useAuth()
  const config = useConfig()
  const { changeIdentifier } = useOtpLogin()
  const isCodeAsked = useIsCodeAsked()
  const isWalletAsked = useIsWalletAsked()
  if (isCodeAsked) return changeIdentifier
  return isWalletAsked ? getSiweLogin(client, config).cancel : undefined
}

/**
 * Whether a code is being entered. The other methods are then hidden, so that the code fits on a small
 * screen. They return with "Use another email address", and when no code can be entered anymore.
 */
export function useIsCodeAsked(): boolean {
  const { status, delivery } = useOtpLogin()
  return delivery !== undefined && !closed.has(status)
}

const closed: ReadonlySet<string> = new Set(['success', 'locked', 'exhausted'])
