'use client'

import { useMemo } from 'react'
import { useAuth } from '../../session/AuthContext.ts'
import { useSignedMessages } from './useSignedMessages.ts'

/**
 * Returns the props of ConnectKit's `SIWEProvider`, for apps that use its modal. ConnectKit calls the wallet,
 * and the app's route verifies the signature and opens the session. Call this below `AuthProvider`.
 *
 * @see {@link https://docs.family.co/connectkit/auth-with-siwe}
 * @example
 * import { useConnectKitSiwe } from '@kit/react/connectkit'
 *
 * <SIWEProvider {...useConnectKitSiwe()}><ConnectKitProvider>…</ConnectKitProvider></SIWEProvider>
 */
export function useConnectKitSiwe(): useConnectKitSiwe.ReturnType {
  const messages = useSignedMessages()
  const { client } = useAuth()
  return useMemo(
    () => ({
      getNonce: messages.getNonce,
      createMessage: ({ address, chainId }) => messages.write({ address, chainId }),
      verifyMessage: async (signed) => {
        await messages.verify(signed)
        return true
      },
      getSession: async () => {
        const { session } = await client.getSession()
        if (session?.address === undefined) return null
        return { address: session.address, chainId: session.chainId ?? 1 }
      },
      signOut: async () => {
        await messages.signOut()
        return true
      },
    }),
    [messages, client],
  )
}

export declare namespace useConnectKitSiwe {
  /** The hook takes no parameters. */
  type Parameters = undefined
  /** ConnectKit's `SIWEConfig`. */
  type ReturnType = {
    getNonce: () => Promise<string>
    createMessage: (account: { nonce: string; address: string; chainId: number }) => string
    verifyMessage: (signed: { message: string; signature: string }) => Promise<boolean>
    getSession: () => Promise<{ address: string; chainId: number } | null>
    signOut: () => Promise<boolean>
  }
  type ErrorType = never
}
