import type { JSX } from 'react'
import { Devtools } from './Devtools.tsx'

/**
 * A panel for app developers, in English only. It shows the session, the states of the sign-ins, the requests,
 * and the message with an explanation of each line and the warnings of wallets and upstreams. It shows no code,
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
