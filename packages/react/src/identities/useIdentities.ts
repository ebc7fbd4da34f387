'use client'

import type { AuthError, IdentitiesAnswer, Identity } from '@kit/core'
import { identityEndpoints } from '@kit/core/internal/identities/identityEndpoints'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useAuth } from '../session/AuthContext.ts'
import { useSession } from '../session/useSession.ts'
import { identitiesQueryKey } from './identitiesQueryKey.ts'

/**
 * Returns the email addresses and wallets that the signed-in user can sign in with. Requires a backend that
 * stores users (`selfHosted`). Removing one requires a sign-in within the last five minutes; otherwise it fails
 * with `step_up_required`.
 *
 * @example
 * const { data, remove } = useIdentities()
 * data?.map(({ id, email, address }) => <li key={id}>{email ?? address}</li>)
 */
export function useIdentities(): useIdentities.ReturnType {
  const { client } = useAuth()
  const { session } = useSession()
  const queryClient = useQueryClient()
  const subject = session?.subject
  const query = useQuery<IdentitiesAnswer, AuthError>({
    // The key contains the user, so that the next user in this tab does not see the previous user's data.
    queryKey: [...identitiesQueryKey, subject],
    queryFn: () => client.call(identityEndpoints.list)(),
    enabled: subject !== undefined,
    networkMode: 'always',
    retry: false,
    throwOnError: false,
  })
  const removal = useMutation<IdentitiesAnswer, AuthError, string>({
    mutationFn: (id) => client.call(identityEndpoints.remove)({ id }),
    onSuccess: (answer) => {
      queryClient.setQueryData([...identitiesQueryKey, subject], answer)
    },
    networkMode: 'always',
    retry: false,
    throwOnError: false,
  })
  const { mutate, mutateAsync } = removal
  const { status, isPending, isSuccess, isError, refetch } = query
  return {
    data: query.data?.identities,
    status,
    isPending,
    isSuccess,
    isError,
    error: query.error ?? undefined,
    refetch: useCallback(async () => {
      await refetch()
    }, [refetch]),
    remove: useCallback((id) => mutate(id), [mutate]),
    removeAsync: useCallback(async (id) => (await mutateAsync(id)).identities, [mutateAsync]),
    isRemoving: removal.isPending,
    removeError: removal.error ?? undefined,
  }
}

export declare namespace useIdentities {
  /** The hook takes no parameters. */
  type Parameters = undefined
  type ReturnType = {
    /** The identities, the oldest first; `undefined` while they are not known. */
    data: readonly Identity[] | undefined
    status: 'pending' | 'success' | 'error'
    isPending: boolean
    isSuccess: boolean
    isError: boolean
    error: AuthError | undefined
    refetch: () => Promise<void>
    /** Unlinks an identity by its `id`. Removing the last one fails with `identity_last`. Never throws. */
    remove: (id: string) => void
    /** @throws AuthError */
    removeAsync: (id: string) => Promise<readonly Identity[]>
    isRemoving: boolean
    removeError: AuthError | undefined
  }
  type ErrorType = AuthError
}
