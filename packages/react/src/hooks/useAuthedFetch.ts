'use client'

import { findRecovery } from '@kit/core'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { askAgainTogether } from '../internals/sessionQuery.ts'
import { useAuth } from '../provider/AuthContext.ts'

/**
 * Asks the upstream through the backend, which adds the credential. A 401 of the
 * backend says that the session has ended or must be fresher: the user is offered to sign in again, once for any number of calls that wait, and each of them
 * is then sent once more. Without a `ReauthenticateDialog` on the page the 401 is the answer; so is an
 * upstream's own 401, such as for a wrong code.
 *
 * @returns a function of a path below `/upstream` and a `fetch` init whose body is a text; its answer
 * is the raw one.
 * @example
 * const authedFetch = useAuthedFetch()
 * const profile = await (await authedFetch('/user')).json()
 */
export function useAuthedFetch(): useAuthedFetch.ReturnType {
  const { client, reauthentication } = useAuth()
  const queryClient = useQueryClient()
  return useCallback(
    async (path, init) => {
      const response = await client.fetchUpstream(path, init)
      if (!(await hasSessionEnded(response))) return response
      // One question to the backend for all calls that failed at once.
      await askAgainTogether(queryClient)
      if (!(await reauthentication.request())) return response
      await response.body?.cancel()
      return client.fetchUpstream(path, init)
    },
    [client, queryClient, reauthentication],
  )
}

export declare namespace useAuthedFetch {
  /** Rejects with `AuthError` `network_error`, `timeout` or `aborted`. */
  type ReturnType = (
    path: string,
    init?: Omit<RequestInit, 'body'> & { body?: string | null },
  ) => Promise<Response>
}

/** The backend's own word for it: an upstream may say 401 to something else. */
async function hasSessionEnded(response: Response): Promise<boolean> {
  if (response.status !== 401) return false
  const problem: { code?: string } = await response
    .clone()
    .json()
    .catch(() => ({}))
  return findRecovery(problem.code ?? '') === 'reauthenticate'
}
