'use client'

import { useConfig } from 'wagmi'
import { useStore } from '../login/useStore.ts'
import { useAuth } from '../session/AuthContext.ts'
import { getSiweLogin } from './createSiweLogin.ts'

/**
 * Whether any part of the page is asking a wallet. Unlike `useSiweLogin` it does not keep a sign-in running.
 */
export function useIsWalletAsked(): boolean {
  const { client } = useAuth()
  const { status } = useStore(getSiweLogin(client, useConfig()).store)
  return status === 'connecting' || status === 'signing' || status === 'awaiting-return'
}
