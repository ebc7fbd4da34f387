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
 * Returns the values that every provider derives from its props. The client is created again only when
 * `baseUrl` or `timeoutMs` changes.
 */
export function useAuthBasics(props: BasicProps): useAuthBasics.ReturnType {
  const { baseUrl = '/api/auth', fetch, timeoutMs, initialSession, initialMethods } = props
  // An inline `fetch` is a new function at each render, which must not create a new client.
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
   * The session that the server rendered with, or null if nobody is signed in, so that the first paint is
   * right. Together with `initialMethods`, no request is needed.
   *
   * @example
   * const { session, methods } = await auth.getSessionAnswer(request)
   * <AuthProvider initialSession={session} initialMethods={methods}>
   */
  initialSession?: Session | null | undefined
  /**
   * The methods that the backend offers. Without them, the first paint shows the methods of the last visit, or
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
