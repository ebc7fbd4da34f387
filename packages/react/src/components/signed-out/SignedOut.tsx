'use client'

import type { ReactNode } from 'react'
import { useSession } from '../../session/useSession.ts'

/**
 * Renders its children while it is known that nobody is signed in.
 *
 * @example
 * <SignedOut><SignIn /></SignedOut>
 */
export function SignedOut({ children }: { children?: ReactNode }) {
  return useSession().status === 'signed-out' ? children : null
}
