'use client'

import { useConfig } from 'wagmi'
import { useStore } from '../../login/useStore.ts'
import { getOtpLogin } from '../../otp/createOtpLogin.ts'
import { useAuth } from '../../session/AuthContext.ts'
import { getSiweLogin } from '../../siwe/createSiweLogin.ts'

/**
 * Returns a function that leaves the step that has replaced the sign-in methods: entering a code, or a wallet's
 * prompt. Returns `undefined` while the methods are shown.
 */
export function useStepBack(): (() => void) | undefined {
  const { client } = useAuth()
  const config = useConfig()
  const isCodeAsked = useIsCodeAsked()
  const { store, cancel } = getSiweLogin(client, config)
  const { status } = useStore(store)
  if (isCodeAsked) return getOtpLogin(client).changeIdentifier
  return cancellable.has(status) ? cancel : undefined
}

/**
 * Whether a code is being entered. The other methods are then hidden, so that the code fits on a small
 * screen. They return with "Use another email address", and when no code can be entered anymore.
 */
export function useIsCodeAsked(): boolean {
  const { client } = useAuth()
  const { status, delivery } = useStore(getOtpLogin(client).store)
  return delivery !== undefined && !closed.has(status)
}

/** The statuses before the wallet has answered, in which the sign-in can be cancelled. */
const cancellable: ReadonlySet<string> = new Set([
  'connecting',
  'challenging',
  'signing',
  'awaiting-return',
])

const closed: ReadonlySet<string> = new Set(['success', 'locked', 'exhausted'])
