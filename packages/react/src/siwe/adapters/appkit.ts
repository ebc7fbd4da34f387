'use client'

import type { Session } from '@kit/core'
import { AuthError } from '@kit/core/internal/errors/AuthError'
import { useMemo } from 'react'
import { useAuth } from '../../session/AuthContext.ts'
import { useSignedMessages } from './useSignedMessages.ts'

/**
 * Returns the `siwx` option of Reown's `createAppKit`, for apps that use its modal. AppKit calls the wallet,
 * and the app's route verifies the signature and opens the session. Call this below `AuthProvider`.
 *
 * @see {@link https://docs.reown.com/appkit/authentication/siwx/default}
 * @example
 * import { createAppKit } from '@reown/appkit/react'
 * import { useAppKitSiwx } from '@kit/react/appkit'
 *
 * function Wallets({ children }: { children: ReactNode }) {
 *   const siwx = useAppKitSiwx()
 *   useState(() => createAppKit({ adapters: [wagmiAdapter], networks, projectId, siwx }))
 *   return children
 * }
 */
export function useAppKitSiwx(parameters: useAppKitSiwx.Parameters = {}): useAppKitSiwx.ReturnType {
  const { isRequired = true } = parameters
  const messages = useSignedMessages()
  const { client, sessions } = useAuth()
  return useMemo(() => {
    /** Returns the session if the user is signed in with a wallet. */
    const find = async (address?: string): Promise<Session | undefined> => {
      // AppKit calls this once for each network.
      const { session } = sessions.getAnswer() ?? (await client.getSession())
      if (session?.method !== 'siwe') return undefined
      const isSame = address?.toLowerCase() === session.address?.toLowerCase()
      return address === undefined || isSame ? session : undefined
    }
    const addSession = async ({ data, message, signature }: SiwxSession) => {
      await messages.verify({ message, signature, address: data.accountAddress })
    }
    return {
      async createMessage({ accountAddress, chainId }) {
        if (!isEthereum(chainId)) throw new AuthError('siwe_chain_not_allowed')
        const account = { address: accountAddress, chainId: Number(chainId.slice(prefix.length)) }
        // An embedded wallet creates the text itself, before its account is known.
        const challenge = await messages.fetchChallenge(accountAddress === '' ? {} : account)
        const fields = challenge.format === 'eip4361' ? challenge.fields : textFields()
        return { ...fields, accountAddress, chainId, toString: () => messages.write(account) }
      },
      addSession,
      async setSessions([first]) {
        if (first !== undefined) await addSession(first)
        // AppKit has disconnected the wallet. That must not end a session by email.
        else if ((await find()) !== undefined) await messages.signOut()
      },
      async revokeSession(_, address) {
        if ((await find(address)) !== undefined) await messages.signOut()
      },
      // A session belongs to the account on every network.
      async getSessions(chainId, address) {
        if (!isEthereum(chainId) || (await find(address)) === undefined) return []
        const data = { ...textFields(), accountAddress: address, chainId }
        return [{ data, message: '', signature: '' }]
      },
      getRequired: () => isRequired,
    }
  }, [messages, client, sessions, isRequired])
}

export declare namespace useAppKitSiwx {
  type Parameters = {
    /** Whether AppKit disconnects the wallet if the user declines to sign. @default true */
    isRequired?: boolean | undefined
  }
  /** AppKit's `SIWXConfig`. */
  type ReturnType = {
    createMessage: (input: {
      accountAddress: string
      chainId: CaipNetworkId
    }) => Promise<SiwxData<EthereumId> & { toString: () => string }>
    addSession: (session: SiwxSession) => Promise<void>
    revokeSession: (chainId: CaipNetworkId, address: string) => Promise<void>
    setSessions: (sessions: SiwxSession[]) => Promise<void>
    getSessions: (chainId: CaipNetworkId, address: string) => Promise<SiwxSession<EthereumId>[]>
    getRequired: () => boolean
  }
  type ErrorType = never
}

type CaipNetworkId = `${string}:${string}`
type EthereumId = `eip155:${string}`

interface SiwxData<chainId = CaipNetworkId> {
  accountAddress: string
  chainId: chainId
  domain: string
  uri: string
  version: string
  nonce: string
  statement?: string
  issuedAt?: string
  expirationTime?: string
}

interface SiwxSession<chainId = CaipNetworkId> {
  data: SiwxData<chainId>
  message: string
  signature: string
}

/**
 * Returns values for fields that AppKit's types require, although the text is already finished or no longer
 * needed.
 */
function textFields() {
  return { domain: location.host, uri: location.origin, version: '1', nonce: '' }
}

const prefix = 'eip155:'
const isEthereum = (id: string): id is EthereumId => id.startsWith(prefix)
