import { AuthProvider } from '@kit/react'
import '@kit/react/styles.css'
import { headers } from 'next/headers'
import { auth } from '../lib/auth'

export const metadata = { title: 'Sign in' }

/** The session is known before the first paint. */
export default async function Layout({ children }) {
  const request = new Request('http://localhost', { headers: await headers() })
  const initialSession = await auth.getSessionAnswer(request)
  return (
    <html lang="en">
      <body style={{ display: 'grid', placeItems: 'center', minBlockSize: '100dvb', margin: 0 }}>
        <AuthProvider initialSession={initialSession}>{children}</AuthProvider>
      </body>
    </html>
  )
}
