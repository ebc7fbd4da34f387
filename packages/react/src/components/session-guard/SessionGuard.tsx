'use client'

import type { ReactNode } from 'react'
import { useWords } from '../../locales/useWords.ts'
import { useSession } from '../../session/useSession.ts'
import { useSessionExpiry } from '../../session/useSessionExpiry.ts'
import { SignIn } from '../sign-in/SignIn.tsx'

/**
 * Renders its children while a user is signed in, and the sign-in card otherwise. When the session expires, the
 * children disappear immediately, before the backend has answered. This only hides content: secret data must be
 * protected on the server.
 *
 * @example
 * <SessionGuard><Profile /></SessionGuard>
 */
export function SessionGuard({ children, fallback, loading = null }: SessionGuardProps) {
  const words = useWords()
  const { status } = useSession()
  const { isEnded } = useSessionExpiry()
  if (status === 'signed-in' && isEnded)
    return (
      <p className="kit-status" role="status">
        {words.session.ended}
      </p>
    )
  if (status === 'signed-in') return children
  if (status === 'pending') return loading
  return fallback ?? <SignIn title={words.session.needed} />
}

/** Props of `SessionGuard`. */
export interface SessionGuardProps {
  children?: ReactNode
  /** Shown to users who are not signed in. @default the card */
  fallback?: ReactNode
  /** Shown while it is unknown whether a user is signed in. @default nothing */
  loading?: ReactNode
}
