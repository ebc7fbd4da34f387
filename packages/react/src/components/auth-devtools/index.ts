import type { JSX } from 'react'
import { Devtools } from './Devtools.tsx'

/**
 * A panel for those who develop an app: the session, what the state machines do, the message with each
 * line explained and what wallets and upstreams will say of it, the requests. English alone. It shows
 * no code, signature, cookie or token.
 *
 * Renders nothing in production, and its code is left out of the bundle there.
 *
 * @example
 * import { AuthDevtools } from '@kit/react/devtools'
 * import '@kit/react/devtools.css'
 *
 * <AuthProvider><App /><AuthDevtools /></AuthProvider>
 */
export const AuthDevtools: () => JSX.Element | null =
  process.env.NODE_ENV === 'production' ? () => null : Devtools
