'use client'

import Link from 'next/link'
import { useActionState } from 'react'
import { signUp } from './signUp.ts'

/** An address, and the same sentence for everyone: who has an account already is nobody's business. */
export function SignUpForm() {
  const [{ email, problem }, submit, isPending] = useActionState(signUp, {})
  if (email !== undefined)
    return (
      <p role="status">
        Nearly there.{' '}
        <Link className="link" href="/">
          Sign in
        </Link>{' '}
        with {email}: we send you a code.
      </p>
    )
  return (
    <form className="kit-form" action={submit}>
      <label className="kit-field">
        <span className="kit-label">E-mail address</span>
        <input className="kit-input" type="email" name="email" autoComplete="email" required />
      </label>
      <div role="alert">
        {problem !== undefined && (
          <div className="kit-alert" data-tone="error">
            <p className="kit-alert-body">{problem}</p>
          </div>
        )}
      </div>
      <button className="kit-button" data-variant="primary" type="submit" disabled={isPending}>
        Create my account
      </button>
    </form>
  )
}
