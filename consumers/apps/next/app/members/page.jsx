import { SessionGuard, sessionQueryOptions } from '@kit/react'
import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import { headers } from 'next/headers'
import { auth } from '../../lib/auth'

export default async function Members() {
  const request = new Request('http://localhost', { headers: await headers() })
  const queryClient = new QueryClient()
  const getSession = () => auth.getSessionAnswer(request)
  await queryClient.prefetchQuery(sessionQueryOptions({ getSession }))
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <SessionGuard>Members only</SessionGuard>
    </HydrationBoundary>
  )
}
