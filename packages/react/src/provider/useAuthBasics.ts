'use client'

import type { AuthClient, Method, Session } from '@kit/core'
import { createAuthClient } from '@kit/core/internal/client/createAuthClient'
import { useEffect, useMemo, useState } from 'react'
import type { Words } from '../locales/Words.ts'
import { createStore } from '../login/createStore.ts'
import { traceFetch } from '../login/trace.ts'
import type { InitialAnswer } from '../session/AuthContext.ts'
import { createReauthentication, type Reauthentication } from '../session/createReauthentication.ts'

/**
 * What every provider derives from its props. The client stays the same as long as `baseUrl` and `timeoutMs`
 * do.
 */
export function useAuthBasics(props: BasicProps): useAuthBasics.ReturnType {
  const { baseUrl = '/api/auth', fetch, timeoutMs, initialSession, initialMethods } = props
  // An inline function is a new one at each render, and must not end what is running.
  const [latestFetch] = useState(() => createStore(fetch))
  useEffect(() => latestFetch.setState(fetch), [latestFetch, fetch])
  const client = useMemo(() => {
    const find = () => latestFetch.getState() ?? globalThis.fetch
    return createAuthClient({ baseUrl, timeoutMs, fetch: traceFetch(find, baseUrl) })
  }, [baseUrl, timeoutMs, latestFetch])
  const [reauthentication] = useState(createReauthentication)
  const initialAnswer = useMemo(() => {
    if (initialSession === undefined) return undefined
    const data = { session: initialSession, methods: [...(initialMethods ?? [])] }
    return { data, isComplete: initialMethods !== undefined }
  }, [initialSession, initialMethods])
  return { client, reauthentication, initialAnswer, initialMethods }
}

export declare namespace useAuthBasics {
  type ReturnType = {
    client: AuthClient
    reauthentication: Reauthentication
    initialAnswer: InitialAnswer | undefined
    initialMethods: readonly Method[] | undefined
  }
}

/** The props of every provider. */
export interface BasicProps {
  /** Where the backend route is mounted. @default '/api/auth' */
  baseUrl?: string | undefined
  /**
   * The session that the server rendered with, or null for a visitor who is not signed in, so that the first
   * paint is right. Together with `initialMethods` no request is needed.
   *
   * @example
   * const { session, methods } = await auth.getSessionAnswer(request)
   * <AuthProvider initialSession={session} initialMethods={methods}>
   */
  initialSession?: Session | null | undefined
  /**
   * The methods that the backend offers. Without them, the first paint follows the last visit, or draws
   * wallets and email, until the backend has answered.
   */
  initialMethods?: readonly Method[] | undefined
  /** The components' texts. @default English */
  words?: Words | undefined
  /** @default globalThis.fetch */
  fetch?: typeof globalThis.fetch | undefined
  /** How long a request to the backend may take, in ms. @default 20000 */
  timeoutMs?: number | undefined
}
