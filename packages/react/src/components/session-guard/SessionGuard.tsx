'use client'

import type { ReactNode } from 'react'
import { useSession } from '../../hooks/useSession.ts'
import { useWords } from '../../locales/useWords.ts'
import { SignIn } from '../sign-in/SignIn.tsx'

/**
 * Renders its children for whoever is signed in, and the sign-in card for everybody else. It keeps a page
 * tidy; what is secret the server must keep.
 *
 * @example
 * <SessionGuard><Profile /></SessionGuard>
 */
export function SessionGuard({ children, fallback, loading = null }: SessionGuardProps) {
  const words = useWords()
  const { status } = useSession()
  if (status === 'signed-in') return children
  if (status === 'loading') return loading
  return fallback ?? <SignIn title={words.session.needed} />
}

export interface SessionGuardProps {
  children?: ReactNode
  /** For those who are not signed in. @default the card */
  fallback?: ReactNode
  /** While that is not known. @default nothing */
  loading?: ReactNode
}
