'use client'

import type { SessionAnswer } from '@kit/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useAuth } from '../provider/AuthContext.ts'
import { forgetPrivate } from './forgetPrivate.ts'
import { askAgain, openChannel, sessionQueryKey } from './sessionQuery.ts'
import { useSessionQuery } from './useSessionQuery.ts'

/**
 * Keeps who is signed in right: hears the other tabs, looks again when the session should have ended,
 * lets go on who waited for a sign-in, and forgets what was somebody else's. Renders nothing.
 */
export function SessionSync(): null {
  const queryClient = useQueryClient()
  const { client, reauthentication, isPrivate, initialSession } = useAuth()
  const { data } = useSessionQuery(false)
  const session = data?.session

  useEffect(() => {
    const channel = openChannel()
    const handleMessage = ({ data }: MessageEvent) => {
      if (data === 'signed-out') {
        reauthentication.leave()
        // Private data of whoever was signed in must not stay on the screen while we ask.
        queryClient.setQueryData<SessionAnswer>(sessionQueryKey, (former) =>
          former ? { ...former, session: null } : former,
        )
      }
      void askAgain(queryClient)
    }
    channel?.addEventListener('message', handleMessage)
    return () => channel?.removeEventListener('message', handleMessage)
  }, [queryClient, reauthentication])

  const last = useRef<{ subject: string; authenticatedAt: string }>(undefined)
  const isKnown = useRef(false)
  useEffect(() => {
    if (session === undefined) return
    const former = last.current
    const isSame = former === undefined || former.subject === session?.subject
    if (session === null) {
      // An end that the user did not ask for leaves the page as it is: they may be back at once.
      if (former) forgetPrivate(queryClient, isPrivate, reauthentication.hasLeft())
      if (reauthentication.hasLeft()) last.current = undefined
    } else {
      // The first answer only tells of a sign-in that may be hours old.
      const isFresh = isKnown.current && former?.authenticatedAt !== session.authenticatedAt
      if (!isSame) forgetPrivate(queryClient, isPrivate, true)
      if (isFresh) reauthentication.enter(isSame)
      last.current = session
    }
    isKnown.current = true
  }, [session, queryClient, reauthentication, isPrivate])

  // By the server's clock. While that is not known the question comes at the wrong time, and tells it.
  const endsAt = session?.expiresAt
  useEffect(() => {
    if (!endsAt) return
    let timer: ReturnType<typeof setTimeout>
    const wait = (leastMs: number) => {
      const remainingMs = Math.max(leastMs, Date.parse(endsAt) - client.now())
      timer = setTimeout(look, Math.min(remainingMs, longestMs))
    }
    const look = () => {
      wait(30_000)
      if (client.now() >= Date.parse(endsAt)) void askAgain(queryClient)
    }
    wait(0)
    return () => clearTimeout(timer)
  }, [endsAt, client, queryClient])

  // A server that renders anew, as after a server action, may know better.
  const told = initialSession && describe(initialSession)
  const heard = useRef(told)
  useEffect(() => {
    if (heard.current !== told) void askAgain(queryClient)
    heard.current = told
  }, [told, queryClient])
  return null
}

function describe({ session }: SessionAnswer): string {
  return `${session?.subject} ${session?.authenticatedAt} ${session?.status}`
}

/** What `setTimeout` can wait for. */
const longestMs = 2 ** 31 - 1
