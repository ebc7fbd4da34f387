import './globals.css'
import type { ReactNode } from 'react'
import { Session } from '@/components/session'

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <Session>{children}</Session>
      </body>
    </html>
  )
}
