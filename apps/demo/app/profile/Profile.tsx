'use client'

import { useAuthedFetch, useSession } from '@kit/react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'

/** Shows the upstream's data about this user. The browser calls the app's route, which adds the credential. */
export function Profile({ path, subject }: { path: string; subject: string }) {
  const authedFetch = useAuthedFetch()
  const { status } = useSession()
  const profile = useQuery({
    // The next user in this tab must not see the previous user's data.
    queryKey: ['profile', path, subject],
    queryFn: async (): Promise<Record<string, unknown>> => {
      const answer = await authedFetch(path)
      if (!answer.ok) throw new Error('Your profile could not be loaded.')
      return answer.json()
    },
    enabled: status === 'signed-in',
    retry: false,
  })

  // The user has signed out, here or in another tab.
  if (status === 'signed-out')
    return (
      <p role="status">
        You’ve signed out.{' '}
        <Link className="link" href="/">
          Sign in again
        </Link>
      </p>
    )
  if (profile.isPending) return <p role="status">Loading your profile…</p>
  if (profile.isError)
    return (
      <div role="alert">
        <p>{profile.error.message}</p>
        <button
          className="kit-button"
          data-variant="secondary"
          type="button"
          onClick={() => profile.refetch()}
        >
          Try again
        </button>
      </div>
    )
  return (
    <dl className="facts">
      {facts(profile.data).map(([name, value]) => (
        <div className="fact" key={name}>
          <dt>{toLabel(name)}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Returns the members of the upstream's answer that are not null, in the same order. */
function facts(profile: Record<string, unknown>): [string, string][] {
  return Object.entries(profile).flatMap(([name, value]): [string, string][] =>
    value === null ? [] : [[name, format(value)]],
  )
}

/** Converts `firstName` and `first_name` to "First name". */
function toLabel(name: string): string {
  const words = name
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\b(?:id|kyc|iban|url|eu|us)\b/g, (short) => short.toUpperCase())
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Shows times in the reader's time zone, `KYC_NEEDED` as "KYC needed", and lists and objects in words. */
function format(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (Array.isArray(value)) return value.length === 0 ? 'None' : value.map(format).join(', ')
  if (typeof value === 'object' && value !== null)
    return facts({ ...value })
      .map(([name, text]) => `${toLabel(name)}: ${text}`)
      .join(', ')
  const text = String(value)
  if (/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(text))
    return new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short' }).format(
      new Date(text),
    )
  return /^[A-Z]+(?:_[A-Z]+)+$/.test(text) ? toLabel(text) : text
}
