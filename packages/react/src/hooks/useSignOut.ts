'use client'

import type { AuthError } from '@kit/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { publishSession } from '../internals/sessionQuery.ts'
import { useAuth } from '../provider/AuthContext.ts'

/**
 * Ends the session: here, in every tab, and for every copy of its cookie. The wallet stays connected.
 *
 * @example
 * const { signOut } = useSignOut({ onSuccess: () => router.replace('/') })
 */
export function useSignOut(parameters: useSignOut.Parameters = {}): useSignOut.ReturnType {
  const { client } = useAuth()
  const queryClient = useQueryClient()
  const mutation = useMutation<undefined, AuthError>({
    mutationFn: () => client.signOut(),
    onSuccess: () => {
      publishSession(queryClient, null)
      parameters.onSuccess?.()
    },
    ...(parameters.onError === undefined ? {} : { onError: parameters.onError }),
  })
  const { mutate, mutateAsync } = mutation
  return {
    status: mutation.status,
    error: mutation.error ?? undefined,
    signOut: useCallback(() => mutate(), [mutate]),
    signOutAsync: useCallback(() => mutateAsync(), [mutateAsync]),
  }
}

export declare namespace useSignOut {
  type Parameters = {
    onSuccess?: (() => void) | undefined
    onError?: ((error: AuthError) => void) | undefined
  }
  type ReturnType = {
    status: 'idle' | 'pending' | 'success' | 'error'
    error: AuthError | undefined
    /** Never throws. */
    signOut: () => void
    /** @throws AuthError */
    signOutAsync: () => Promise<undefined>
  }
  type ErrorType = AuthError
}
