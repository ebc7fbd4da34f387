'use client'

import type { SessionAnswer } from '@kit/core'
import { useEffect, useRef } from 'react'
import { useAuth } from './AuthContext.ts'
import { rememberVisit } from './lastVisit.ts'
import { openChannel } from './publishSession.ts'

/**
 * Keeps the session up to date: listens to other tabs, requests the session again when it should have ended,
 * continues calls that wait for a sign-in, and clears the previous user's data.
 */
export function useSessionSync(answer: SessionAnswer | undefined): void {
  const { client, sessions, reauthentication, initialAnswer } = useAuth()
  const session = answer?.session

  useEffect(() => {
    const channel = openChannel()
    const handleMessage = ({ data }: MessageEvent) => {
      if (data === 'signed-out') {
        reauthentication.leave()
        // Removes the session first, so that the previous user's private data disappears before the answer
        // arrives.
        if (sessions.getAnswer() !== undefined) sessions.setSession(null)
      }
      void sessions.refetch()
    }
    channel?.addEventListener('message', handleMessage)
    return () => channel?.removeEventListener('message', handleMessage)
  }, [sessions, reauthentication])

  // Stores the answer, so that the next page can be drawn before the backend has answered.
  useEffect(() => {
    if (answer !== undefined && answer.methods.length > 0)
      rememberVisit({ isSignedIn: answer.session !== null, methods: answer.methods })
  }, [answer])

  const last = useRef<{ subject: string; authenticatedAt: string }>(undefined)
  const isKnown = useRef(false)
  useEffect(() => {
    if (session === undefined) return
    const former = last.current
    const isSame = former === undefined || former.subject === session?.subject
    if (session === null) {
      // If the session has expired, mounted components keep their data, because the user may sign in again
      // immediately.
      if (former) sessions.forgetPrivate(reauthentication.hasLeft())
      if (reauthentication.hasLeft()) last.current = undefined
    } else {
      // The first answer is not a new sign-in: it may report one that is hours old.
      const isFresh = isKnown.current && former?.authenticatedAt !== session.authenticatedAt
      if (!isSame) sessions.forgetPrivate(true)
      if (isFresh) reauthentication.enter(isSame)
      last.current = session
    }
    isKnown.current = true
  }, [session, sessions, reauthentication])

  // Uses the server's clock. While that is unknown, the request may come at the wrong time, but its answer
  // contains the server's time.
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
      if (client.now() >= Date.parse(endsAt)) void sessions.refetch()
    }
    wait(0)
    return () => clearTimeout(timer)
  }, [endsAt, client, sessions])

  // If the server renders again, for example after a server action, its answer may be newer.
  const serverAnswer = initialAnswer && describe(initialAnswer.data)
  const lastServerAnswer = useRef(serverAnswer)
  useEffect(() => {
    if (lastServerAnswer.current !== serverAnswer) void sessions.refetch()
    lastServerAnswer.current = serverAnswer
  }, [serverAnswer, sessions])
}

function describe({ session }: SessionAnswer): string {
  return `${session?.subject} ${session?.authenticatedAt} ${session?.status}`
}

/** The longest time that `setTimeout` supports. */
const longestMs = 2 ** 31 - 1
