import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { canSignUp } from '../../lib/accounts.ts'
import { SignUpForm } from './SignUpForm.tsx'

export const metadata: Metadata = { title: 'Create an account' }

export default function SignUpPage() {
  if (!canSignUp) notFound()
  return (
    <main className="page">
      <p className="brand">Aurora</p>
      <section className="panel">
        <h1>Create an account</h1>
        <SignUpForm />
      </section>
      <Link className="link" href="/">
        Back
      </Link>
    </main>
  )
}
