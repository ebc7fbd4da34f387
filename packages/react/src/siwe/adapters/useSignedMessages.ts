'use client'

import type { Challenge, Session } from '@kit/core'
import { AuthError } from '@kit/core/internal/errors/AuthError'
import { useMemo } from 'react'
import { getAddress } from 'viem'
import { useAuth } from '../../session/AuthContext.ts'
import { publishSession } from '../../session/publishSession.ts'
import { writeMessage } from '../writeMessage.ts'

/**
 * Returns the functions with which another library's modal signs in through the app's route: one creates a
 * message for an account, and another verifies its signature. The library calls the wallet.
 */
export function useSignedMessages(): SignedMessages {
  const { client, sessions, reauthentication } = useAuth()
  return useMemo(() => {
    // An object, because React Compiler does not allow an async function to set a variable.
    const latest: { challenge?: Challenge | undefined } = {}
    const fetchChallenge = async (account: { address?: string; chainId?: number }) => {
      const challenge = await client.createSiweChallenge(account)
      latest.challenge = challenge
      return challenge
    }
    return {
      fetchChallenge,
      async getNonce() {
        const { format, ...issued } = await fetchChallenge({})
        if (format === 'eip4361' && 'fields' in issued) return issued.fields.nonce
        // The library asks for a nonce but does not use it, because the backend issues the whole text.
        return crypto.randomUUID().replaceAll('-', '')
      },
      write({ address, chainId }) {
        const { challenge } = latest
        if (challenge === undefined) throw new AuthError('challenge_expired')
        return writeMessage(challenge, { address: getAddress(address), chainId }).message
      },
      async verify({ message, signature, address }) {
        latest.challenge = undefined
        const { session } = await client.verifySiwe({
          message,
          signature,
          address: getAddress(address ?? findAddress(message)),
        })
        publishSession(sessions, session)
        return session
      },
      async signOut() {
        await client.signOut()
        reauthentication.leave()
        publishSession(sessions, null)
      },
    }
  }, [client, sessions, reauthentication])
}

export interface SignedMessages {
  fetchChallenge(account: { address?: string; chainId?: number }): Promise<Challenge>
  getNonce(): Promise<string>
  /** Returns the exact text to sign for the last challenge. */
  write(account: { address: string; chainId: number }): string
  /** @throws AuthError */
  verify(signed: Signed): Promise<Session>
  signOut(): Promise<void>
}

interface Signed {
  message: string
  signature: string
  address?: string | undefined
}

/** Returns the address, which is the second line of an EIP-4361 message. */
function findAddress(message: string): string {
  const [, address = ''] = message.split('\n')
  return address
}
