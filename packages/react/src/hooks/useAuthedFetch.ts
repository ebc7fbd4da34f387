'use client'

import { AuthError, findRecovery, type SessionAnswer } from '@kit/core'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { askAgainTogether, sessionQueryKey } from '../internals/sessionQuery.ts'
import { useAuth } from '../provider/AuthContext.ts'

/**
 * Asks the upstream through the backend, which adds the credential. A 401 of the backend says that the
 * session has ended or must be fresher: the user is offered to sign in again, once for any number of calls
 * that wait, and each of them is then sent once more, with the body it had. Without a
 * `ReauthenticateDialog` on the page the 401 is the answer; so it is after a sign-out, when somebody else
 * signs in, and where an upstream says 401 of its own, such as for a wrong code.
 *
 * @returns a function of a path below `/upstream`, or of a `Request` whose path is one, and a `fetch`
 * init; its answer is the raw one.
 * @example
 * const authedFetch = useAuthedFetch()
 * const profile = await (await authedFetch('/user')).json()
 */
export function useAuthedFetch(
  parameters: useAuthedFetch.Parameters = {},
): useAuthedFetch.ReturnType {
  const { reauthenticate = true } = parameters
  const { client, reauthentication } = useAuth()
  const queryClient = useQueryClient()
  return useCallback(
    async (input, init) => {
      const { path, sendable, signal } = await readCall(input, init)
      const response = await client.fetchUpstream(path, sendable)
      if (!(await hasSessionEnded(response))) return response
      // One question to the backend for all calls that are refused; none where the answer is known.
      const known = queryClient.getQueryData<SessionAnswer>(sessionQueryKey)
      if (known?.session !== null) await askAgainTogether(queryClient)
      const isAgain = reauthenticate && (await reauthentication.request(signal))
      if (signal.aborted) throw new AuthError('aborted')
      if (!isAgain) return response
      await response.body?.cancel()
      return client.fetchUpstream(path, sendable)
    },
    [client, queryClient, reauthentication, reauthenticate],
  )
}

export declare namespace useAuthedFetch {
  type Parameters = {
    /** Whether the user may be asked to sign in again: not for what the page does by itself, such as polling. @default true */
    reauthenticate?: boolean | undefined
  }
  /** Rejects with {@link ErrorType}. */
  type ReturnType = (input: string | Request, init?: Init) => Promise<Response>
  /** Any body but a stream, which can be read once alone; that of a `Request` is read before it is sent. */
  type Init = Omit<RequestInit, 'body'> & { body?: Exclude<BodyInit, ReadableStream> | null }
  /** `network_error`, `timeout`, `aborted`, or `invalid_request` for what `fetch` would not take. */
  type ErrorType = AuthError
}

/** A call that can be sent twice: its body is bytes, whatever it was, and what the caller does to it later is too late. */
async function readCall(input: string | Request, init: useAuthedFetch.Init = {}) {
  try {
    const isPath = typeof input === 'string'
    const request = new Request(isPath ? new URL(input, location.origin) : input, init)
    const { pathname, search, origin } = new URL(request.url)
    if (origin !== location.origin) throw new TypeError(`${origin} is not this page's origin.`)
    const { method, headers, signal } = request
    const body = await request.arrayBuffer()
    const sendable: RequestInit = { ...init, method, headers, signal }
    delete sendable.body
    if (body.byteLength > 0) sendable.body = body
    return { path: isPath ? input : pathname + search, sendable, signal }
  } catch (cause) {
    throw new AuthError(init.signal?.aborted ? 'aborted' : 'invalid_request', { cause })
  }
}

/** The backend's own word for it: an upstream may say 401 to something else. */
async function hasSessionEnded(response: Response): Promise<boolean> {
  if (response.status !== 401) return false
  const problem: { code?: string } | null = await response
    .clone()
    .json()
    .catch(() => null)
  return findRecovery(problem?.code ?? '') === 'reauthenticate'
}
