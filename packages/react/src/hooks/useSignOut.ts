'use client'

import type { AuthClient, AuthError } from '@kit/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { publishSession } from '../internals/sessionQuery.ts'
import { type Callbacks, useHandlers } from '../internals/useHandlers.ts'
import { useAuth } from '../provider/AuthContext.ts'

/**
 * Ends the session: here, in every tab, and for every copy of its cookie. What TanStack Query holds of the
 * user is forgotten, as the provider's `isPrivate` says. The wallet stays connected. However often it is
 * called at once, one request is sent.
 *
 * @example
 * const { signOut } = useSignOut({ onSuccess: () => router.replace('/') })
 */
export function useSignOut(parameters: useSignOut.Parameters = {}): useSignOut.ReturnType {
  const { client, reauthentication } = useAuth()
  const queryClient = useQueryClient()
  const createHandlers = useHandlers<undefined>(parameters)
  const { mutate, mutateAsync, status, error } = useMutation<
    undefined,
    AuthError,
    useSignOut.CallOptions | undefined
  >({
    mutationFn: () => endSession(client),
    onSuccess: (_, options) => {
      reauthentication.leave()
      publishSession(queryClient, null)
      createHandlers(options).onSuccess(undefined)
    },
    onError: (error, options) => createHandlers(options).onError(error),
    // Offline is an error that says so: a sign-out that waits for the network would come unasked.
    networkMode: 'always',
    retry: false,
    throwOnError: false,
  })
  return {
    status,
    error: error ?? undefined,
    signOut: useCallback((options) => mutate(options), [mutate]),
    signOutAsync: useCallback((options) => mutateAsync(options), [mutateAsync]),
  }
}

export declare namespace useSignOut {
  type Parameters = Callbacks<undefined>
  /** Who is told of one call, after those of the hook. */
  type CallOptions = Callbacks<undefined>
  type ReturnType = {
    status: 'idle' | 'pending' | 'success' | 'error'
    error: AuthError | undefined
    /** Never throws. */
    signOut: (options?: CallOptions) => void
    /** @throws AuthError */
    signOutAsync: (options?: CallOptions) => Promise<undefined>
  }
  type ErrorType = AuthError
}

function endSession(client: AuthClient): Promise<undefined> {
  const pending = ending.get(client)
  if (pending !== undefined) return pending
  const promise = client.signOut().finally(() => ending.delete(client))
  ending.set(client, promise)
  return promise
}

const ending = new WeakMap<AuthClient, Promise<undefined>>()
