'use client'

import type { Challenge, Session } from '@kit/core'
import { AuthError } from '@kit/core/internal/errors/AuthError'
import { useMemo } from 'react'
import { getAddress } from 'viem'
import { useAuth } from '../../session/AuthContext.ts'
import { publishSession } from '../../session/publishSession.ts'
import { writeMessage } from '../writeMessage.ts'

/**
 * What another library's modal needs to sign in through this app's route: a message for an account, and the
 * check of its signature. The library asks the wallet.
 */
export function useSignedMessages(): SignedMessages {
  const { client, sessions, reauthentication } = useAuth()
  return useMemo(() => {
    // The React Compiler does not allow a variable that an async function sets.
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
        // The library does not put it into a message, because the whole text is issued.
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
  /** Writes the exact text to sign, for the last challenge. */
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

/** The second line of an EIP-4361 message. */
function findAddress(message: string): string {
  const [, address = ''] = message.split('\n')
  return address
}
