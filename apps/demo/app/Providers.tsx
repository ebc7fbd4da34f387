'use client'

import { AuthProvider, type AuthProviderProps } from '@kit/react'
import { walletConfig } from '../lib/walletConfig.ts'

/** The providers that are configured in the browser. A server component cannot pass them functions. */
export function Providers(props: AuthProviderProps) {
  return <AuthProvider config={walletConfig} {...props} />
}
