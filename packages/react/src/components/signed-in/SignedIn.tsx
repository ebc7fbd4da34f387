'use client'

import type { ReactNode } from 'react'
import { useSession } from '../../session/useSession.ts'

/**
 * Renders its children while a user is signed in.
 *
 * @example
 * <SignedIn><UserButton /></SignedIn>
 */
export function SignedIn({ children }: { children?: ReactNode }) {
  return useSession().status === 'signed-in' ? children : null
}
