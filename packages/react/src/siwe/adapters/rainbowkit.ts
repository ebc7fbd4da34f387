'use client'

import { useMemo } from 'react'
import { useSession } from '../../session/useSession.ts'
import { useSignedMessages } from './useSignedMessages.ts'

/**
 * Returns the props of RainbowKit's `RainbowKitAuthenticationProvider`, for apps that use its modal. RainbowKit
 * calls the wallet, and the app's route verifies the signature and opens the session. Call this below
 * `AuthProvider`.
 *
 * @see {@link https://rainbowkit.com/docs/custom-authentication}
 * @example
 * import { useRainbowKitAuthentication } from '@kit/react/rainbowkit'
 *
 * <RainbowKitAuthenticationProvider {...useRainbowKitAuthentication()}>
 *   <RainbowKitProvider>…</RainbowKitProvider>
 * </RainbowKitAuthenticationProvider>
 */
export function useRainbowKitAuthentication(): useRainbowKitAuthentication.ReturnType {
  const messages = useSignedMessages()
  const { status } = useSession()
  const adapter = useMemo(
    () => ({
      getNonce: messages.getNonce,
      createMessage: ({
        address,
        chainId,
      }: {
        nonce: string
        address: `0x${string}`
        chainId: number
      }) => messages.write({ address, chainId }),
      verify: async ({ message, signature }: { message: string; signature: string }) => {
        await messages.verify({ message, signature })
        return true
      },
      signOut: messages.signOut,
    }),
    [messages],
  )
  return { adapter, status: statuses[status] ?? 'unauthenticated' }
}

export declare namespace useRainbowKitAuthentication {
  /** The hook takes no parameters. */
  type Parameters = undefined
  type ReturnType = {
    /** RainbowKit's `AuthenticationAdapter<string>`. */
    adapter: {
      getNonce: () => Promise<string>
      createMessage: (account: { nonce: string; address: `0x${string}`; chainId: number }) => string
      verify: (signed: { message: string; signature: string }) => Promise<boolean>
      signOut: () => Promise<void>
    }
    status: 'loading' | 'unauthenticated' | 'authenticated'
  }
  type ErrorType = never
}

const statuses: Record<string, useRainbowKitAuthentication.ReturnType['status'] | undefined> = {
  pending: 'loading',
  'signed-in': 'authenticated',
}
