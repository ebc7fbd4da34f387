'use client'

import { useConfig } from 'wagmi'
import { useStore } from '../login/useStore.ts'
import { useAuth } from '../session/AuthContext.ts'
import { getSiweLogin } from './createSiweLogin.ts'

/**
 * Whether any component of the page has an open request to a wallet. Unlike `useSiweLogin`, this hook does not
 * keep a sign-in running.
 */
export function useIsWalletAsked(): boolean {
  const { client } = useAuth()
  const { status } = useStore(getSiweLogin(client, useConfig()).store)
  return status === 'connecting' || status === 'signing' || status === 'awaiting-return'
}
