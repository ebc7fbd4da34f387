import { AuthProvider } from '@kit/react'
import '@kit/react/styles.css'
import { headers } from 'next/headers'
import { auth } from '../lib/auth'

export const metadata = { title: 'A consumer of the Kit', icons: { icon: 'data:,' } }

export default async function Layout({ children }) {
  const initialSession = await auth.getSessionAnswer(
    new Request('http://localhost', { headers: await headers() }),
  )
  return (
    <html lang="en">
      <body>
        <AuthProvider initialSession={initialSession}>{children}</AuthProvider>
      </body>
    </html>
  )
}
