import { AuthProvider } from '@kit/react'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import '@kit/react/styles.css'
import { DevelopmentTools } from '../demo-wallet/DevelopmentTools.tsx'
import { auth } from '../lib/auth.ts'
import './globals.css'

export const metadata: Metadata = {
  title: 'Aurora: sign in',
  description: 'Sign in with a wallet or with a code by e-mail.',
}

export const viewport: Viewport = { colorScheme: 'light dark' }

/** The server knows who is signed in, so the first paint already shows it: no flash, no spinner. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const initialSession = await auth.getSessionAnswer({ headers: await headers() })
  return (
    <html lang="en">
      <body>
        <AuthProvider initialSession={initialSession}>{children}</AuthProvider>
        <DevelopmentTools />
      </body>
    </html>
  )
}
