'use client'

import type { Method } from '@kit/core'
import { useMemo, useSyncExternalStore } from 'react'
import { useAuth } from './AuthContext.ts'
import { parseVisit, readVisitText } from './lastVisit.ts'
import { useSession } from './useSession.ts'

/**
 * Returns the sign-in methods to draw. Before the backend has answered, these are the app's (`initialMethods`),
 * those of the last visit, or wallets and email. The backend's answer corrects them. Returns none for a user
 * who was signed in on the last visit, and on a server, which does not know the last visit.
 */
export function useExpectedMethods(): readonly Method[] {
  const { initialMethods } = useAuth()
  const { status, methods } = useSession()
  const text = useSyncExternalStore(watchNothing, readVisitText, readNothing)
  const expected = useMemo(() => {
    if (text === undefined) return none
    const visit = parseVisit(text)
    return visit?.isSignedIn ? none : (initialMethods ?? visit?.methods ?? usual)
  }, [text, initialMethods])
  return status === 'pending' ? expected : methods
}

const usual: readonly Method[] = ['siwe', 'email-otp']
const none: readonly Method[] = []
const watchNothing = () => () => {}
const readNothing = () => undefined
