'use client'

import { AuthError } from '@kit/core/internal/errors/AuthError'
import { findRecovery } from '@kit/core/internal/errors/recoveries'
import { useCallback } from 'react'
import { useAuth } from './AuthContext.ts'
import { refetchOnce } from './refetchOnce.ts'

/**
 * Calls the upstream through the backend, which adds the credential. If the backend answers 401, because the
 * session has ended or the sign-in is too old, the user is asked to sign in again, once for all waiting calls.
 * Then each call is sent again with its body. The 401 is returned to the caller if there is no
 * `ReauthenticateDialog` on the page, after a sign-out, if another user signs in, and if the 401 comes from the
 * upstream itself, for example for a wrong code.
 *
 * @returns a function that takes a path below `/upstream`, or a `Request` with such a path, and a `fetch`
 * init. It resolves to the raw answer.
 * @example
 * const authedFetch = useAuthedFetch()
 * const profile = await (await authedFetch('/user')).json()
 */
export function useAuthedFetch(
  parameters: useAuthedFetch.Parameters = {},
): useAuthedFetch.ReturnType {
  const { reauthenticate = true } = parameters
  const { client, sessions, reauthentication } = useAuth()
  return useCallback(
    async (input, init) => {
      const { path, sendable, signal } = await readCall(input, init)
      const response = await client.fetchUpstream(path, sendable)
      if (!(await hasSessionEnded(response))) return response
      // Requests the session once for all refused calls, or not at all if it is known that nobody is signed in.
      if (sessions.getAnswer()?.session !== null) await refetchOnce(sessions)
      const isAgain = reauthenticate && (await reauthentication.request(signal))
      if (signal.aborted) throw new AuthError('aborted')
      if (!isAgain) return response
      await response.body?.cancel()
      return client.fetchUpstream(path, sendable)
    },
    [client, sessions, reauthentication, reauthenticate],
  )
}

export declare namespace useAuthedFetch {
  type Parameters = {
    /**
     * Whether the user may be asked to sign in again. Use false for calls that the page makes by itself, such
     * as polling. @default true
     */
    reauthenticate?: boolean | undefined
  }
  /** Rejects with {@link ErrorType}. */
  type ReturnType = (input: string | Request, init?: Init) => Promise<Response>
  /** Any body except a stream, which can be read only once. A `Request`'s body is read before it is sent. */
  type Init = Omit<RequestInit, 'body'> & { body?: Exclude<BodyInit, ReadableStream> | null }
  /**
   * The `code` is `network_error`, `timeout`, `aborted`, or `invalid_request` if `fetch` would reject the request.
   */
  type ErrorType = AuthError
}

/**
 * Reads a call so that it can be sent twice. The body is copied as bytes, so that later changes by the caller
 * have no effect.
 */
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

/**
 * Whether the backend says that the session has ended. Checks the error code, because an upstream may answer
 * 401 for another reason.
 */
async function hasSessionEnded(response: Response): Promise<boolean> {
  if (response.status !== 401) return false
  const problem: { code?: string } | null = await response
    .clone()
    .json()
    .catch(() => null)
  return findRecovery(problem?.code ?? '') === 'reauthenticate'
}
