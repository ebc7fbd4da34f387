import type { Metadata } from 'next'
import Link from 'next/link'

export const metadata: Metadata = { title: 'Page not found' }

export default function NotFound() {
  return (
    <main className="page">
      <p className="brand">Aurora</p>
      <section className="panel">
        <h1>Page not found</h1>
        <p>This page doesn’t exist, or has moved.</p>
      </section>
      <Link className="link" href="/">
        Go to sign-in
      </Link>
    </main>
  )
}
