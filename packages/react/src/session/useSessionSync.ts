'use client'

import type { SessionAnswer } from '@kit/core'
import { useEffect, useRef } from 'react'
import { useAuth } from './AuthContext.ts'
import { rememberVisit } from './lastVisit.ts'
import { openChannel } from './publishSession.ts'

/**
 * Keeps the session up to date: listens to other tabs, checks again when the session should have ended,
 * releases calls that wait for a sign-in, and clears another user's data. Renders nothing.
 */
export function useSessionSync(answer: SessionAnswer | undefined): void {
  const { client, sessions, reauthentication, initialAnswer } = useAuth()
  const session = answer?.session

  useEffect(() => {
    const channel = openChannel()
    const handleMessage = ({ data }: MessageEvent) => {
      if (data === 'signed-out') {
        reauthentication.leave()
        // The previous user's private data must not stay on the screen during the request.
        if (sessions.getAnswer() !== undefined) sessions.setSession(null)
      }
      void sessions.refetch()
    }
    channel?.addEventListener('message', handleMessage)
    return () => channel?.removeEventListener('message', handleMessage)
  }, [sessions, reauthentication])

  // The next page is drawn from what this one learned, before the backend has answered.
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
      // A session that expires leaves the page as it is, because the user may be back at once.
      if (former) sessions.forgetPrivate(reauthentication.hasLeft())
      if (reauthentication.hasLeft()) last.current = undefined
    } else {
      // The first answer only reports a sign-in that may be hours old.
      const isFresh = isKnown.current && former?.authenticatedAt !== session.authenticatedAt
      if (!isSame) sessions.forgetPrivate(true)
      if (isFresh) reauthentication.enter(isSame)
      last.current = session
    }
    isKnown.current = true
  }, [session, sessions, reauthentication])

  // By the server's clock. While that is not known the request comes at the wrong time, and its answer tells
  // the time.
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

  // A server that renders again, for example after a server action, may know more.
  const told = initialAnswer && describe(initialAnswer.data)
  const heard = useRef(told)
  useEffect(() => {
    if (heard.current !== told) void sessions.refetch()
    heard.current = told
  }, [told, sessions])
}

function describe({ session }: SessionAnswer): string {
  return `${session?.subject} ${session?.authenticatedAt} ${session?.status}`
}

/** The longest time that `setTimeout` supports. */
const longestMs = 2 ** 31 - 1
