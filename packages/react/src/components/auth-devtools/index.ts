import type { JSX } from 'react'
import { Devtools } from './Devtools.tsx'

/**
 * A panel for app developers: the session, the state machines, the message with each line explained and the
 * warnings that wallets and upstreams will raise, and the requests. In English only. It shows no code,
 * signature, cookie or token.
 *
 * Renders nothing in production, where its code is not in the bundle.
 *
 * @example
 * import { AuthDevtools } from '@kit/react/devtools'
 * import '@kit/react/devtools.css'
 *
 * <AuthProvider><App /><AuthDevtools /></AuthProvider>
 */
export const AuthDevtools: () => JSX.Element | null =
  process.env.NODE_ENV === 'production' ? () => null : Devtools
