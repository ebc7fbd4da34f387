'use client'

import type { AuthClient, Session } from '@kit/core'
import { type AuthError, toAuthError } from '@kit/core/internal/errors/AuthError'
import { useCallback, useContext, useRef, useState } from 'react'
import type { Progress } from '../login/describeProgress.ts'
import { shareWhilePending } from '../login/shareWhilePending.ts'
import { type Callbacks, useHandlers } from '../login/useHandlers.ts'
import { AccountContext } from './AccountContext.ts'
import { useAuth } from './AuthContext.ts'
import { publishSession } from './publishSession.ts'
import type { SessionCache } from './SessionCache.ts'

/**
 * Ends the session in every tab and for every copy of its cookie. The user's queries in TanStack Query are
 * cleared, as selected by the provider's `isPrivate`. The wallet stays connected unless `disconnect` is set.
 * Simultaneous calls send one request.
 *
 * @example
 * const { signOut } = useSignOut({ onSuccess: () => router.replace('/') })
 */
export function useSignOut(parameters: useSignOut.Parameters = {}): useSignOut.ReturnType {
  const { client, sessions, reauthentication } = useAuth()
  const disconnectWallet = useContext(AccountContext)?.disconnectWallet
  const createHandlers = useHandlers<undefined>(parameters)
  const isDisconnecting = parameters.disconnect ?? false
  const [state, setState] = useState<State>(idle)
  const latest = useRef(0)

  const signOutAsync = useCallback(
    async (options?: useSignOut.CallOptions) => {
      latest.current += 1
      const call = latest.current
      // Only the latest call changes the hook's state.
      const show = (next: State) => {
        if (call === latest.current) setState(next)
      }
      const { onSuccess, onError } = createHandlers(options)
      const session = findSession(sessions)
      show({ status: 'pending', error: undefined })
      const isDue = options?.disconnect ?? isDisconnecting
      const error = await end(client, async () => (isDue ? disconnectWallet?.(session) : undefined))
      if (error !== undefined) {
        onError(error)
        show({ status: 'error', error })
        throw error
      }
      // The user may have signed in again in the meantime, which this call did not end. So the session is
      // requested from the backend.
      const current = findSession(sessions)?.authenticatedAt
      if (session && current !== undefined && current !== session.authenticatedAt) {
        void sessions.refetch()
      } else {
        reauthentication.leave()
        publishSession(sessions, null)
      }
      onSuccess(undefined)
      show({ status: 'success', error: undefined })
      return undefined
    },
    [client, sessions, reauthentication, disconnectWallet, isDisconnecting, createHandlers],
  )
  const signOut = useCallback(
    (options?: useSignOut.CallOptions) => {
      // The state and `onError` report a failure.
      signOutAsync(options).catch(() => {})
    },
    [signOutAsync],
  )
  const reset = useCallback(() => {
    latest.current += 1
    setState(idle)
  }, [])
  const { status } = state
  return {
    ...state,
    isIdle: status === 'idle',
    isPending: status === 'pending',
    isError: status === 'error',
    isSuccess: status === 'success',
    reset,
    signOut,
    signOutAsync,
  }
}

export declare namespace useSignOut {
  type Parameters = Callbacks<undefined> & {
    /**
     * Whether to also disconnect the wallet that signed in. The user then selects a wallet and an account at
     * the next sign-in.
     *
     * @default false
     */
    disconnect?: boolean | undefined
  }
  /** The options of one call, which override the hook's. Its callbacks run after the hook's. */
  type CallOptions = Parameters
  type ReturnType = Progress & {
    status: 'idle' | 'pending' | 'success' | 'error'
    error: AuthError | undefined
    /** Clears the result of the last call: `status` is `'idle'` again. */
    reset: () => void
    /** Never throws. */
    signOut: (options?: CallOptions) => void
    /** @throws AuthError */
    signOutAsync: (options?: CallOptions) => Promise<undefined>
  }
  type ErrorType = AuthError
}

type State = Pick<useSignOut.ReturnType, 'status' | 'error'>

const idle: State = { status: 'idle', error: undefined }

/** Returns the session that this tab knows. */
function findSession(sessions: SessionCache): Session | undefined {
  return sessions.getAnswer()?.session ?? undefined
}

/**
 * Ends the session, and then calls `rest`.
 * @returns the error, if there is one
 */
async function end(client: AuthClient, rest: () => Promise<void>): Promise<AuthError | undefined> {
  try {
    await endSession(client)
    await rest()
    return undefined
  } catch (cause) {
    return toAuthError(cause)
  }
}

/** Sends one request for simultaneous calls. */
const endSession = shareWhilePending((client: AuthClient) => client.signOut())
