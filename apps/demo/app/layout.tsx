import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import '@kit/react/styles.css'
import { DevelopmentTools } from '../demo-wallet/DevelopmentTools.tsx'
import { auth } from '../lib/auth.ts'
import './globals.css'
import { Providers } from './Providers.tsx'

export const metadata: Metadata = {
  title: { default: 'Sign in – Aurora', template: '%s – Aurora' },
  description: 'Sign in to see your account.',
}

export const viewport: Viewport = { colorScheme: 'light dark' }

/** The server reads the session, so the first paint already shows it, without a flash or a spinner. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const { session, methods } = await auth.getSessionAnswer({ headers: await headers() })
  return (
    <html lang="en">
      <body>
        <Providers initialSession={session} initialMethods={methods}>
          {children}
        </Providers>
        <DevelopmentTools />
      </body>
    </html>
  )
}
