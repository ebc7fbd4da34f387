'use client'

import type { ReactNode } from 'react'
import { useSession } from '../../hooks/useSession.ts'

/** Renders its children while somebody is signed in. */
export function SignedIn({ children }: { children?: ReactNode }) {
  return useSession().status === 'signed-in' ? children : null
}
