'use client'

import { useAuthedFetch } from '@kit/react'
import { useQuery } from '@tanstack/react-query'

/** What the upstream knows of this user. The browser asks our route, which adds the credential. */
export function Profile({ path, subject }: { path: string; subject: string }) {
  const authedFetch = useAuthedFetch()
  const profile = useQuery({
    // Whoever signs in next in this tab must not see what the one before had.
    queryKey: ['profile', path, subject],
    queryFn: async (): Promise<Record<string, unknown>> => {
      const answer = await authedFetch(path)
      if (!answer.ok) throw new Error('Your profile could not be loaded.')
      return answer.json()
    },
    retry: false,
  })

  if (profile.isPending) return <p role="status">Loading your profile …</p>
  if (profile.isError)
    return (
      <div role="alert">
        <p>{profile.error.message}</p>
        <button className="button" type="button" onClick={() => profile.refetch()}>
          Try again
        </button>
      </div>
    )
  return (
    <dl className="facts">
      {facts(profile.data).map(([name, value]) => (
        <div className="fact" key={name}>
          <dt>{name.replaceAll('_', ' ')}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** What the upstream told, in its order, less what it does not know. */
function facts(profile: Record<string, unknown>): [string, string][] {
  return Object.entries(profile).flatMap(([name, value]): [string, string][] =>
    value === null
      ? []
      : [[name, typeof value === 'object' ? JSON.stringify(value) : String(value)]],
  )
}
