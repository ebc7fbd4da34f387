'use client'

import type { SessionAnswer } from '@kit/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useAuth } from '../provider/AuthContext.ts'
import { askAgain, openChannel, sessionQueryKey } from './sessionQuery.ts'

/** Listens for the other tabs: what one signs in to or out of, all show. Renders nothing. */
export function SessionSync(): null {
  const queryClient = useQueryClient()
  const { reauthentication } = useAuth()
  useEffect(() => {
    const channel = openChannel()
    const handleMessage = ({ data }: MessageEvent) => {
      // Private data of whoever was signed in must not stay on the screen while we ask.
      if (data === 'signed-out')
        queryClient.setQueryData<{ session: unknown }>(sessionQueryKey, (former) =>
          former ? { ...former, session: null } : former,
        )
      void askAgain(queryClient)
    }
    channel?.addEventListener('message', handleMessage)
    return () => channel?.removeEventListener('message', handleMessage)
  }, [queryClient])

  // Whoever waited for a fresh sign-in goes on when there is one.
  useEffect(() => {
    let known: string | null | undefined
    const look = () => {
      const answer = queryClient.getQueryData<SessionAnswer>(sessionQueryKey)
      if (answer === undefined) return
      const time = answer.session?.authenticatedAt
      // The first answer only tells of a sign-in that may be hours old.
      if (time !== undefined && known !== undefined && time !== known) reauthentication.settle(true)
      known = time ?? known ?? null
    }
    look()
    return queryClient.getQueryCache().subscribe(look)
  }, [queryClient, reauthentication])
  return null
}
