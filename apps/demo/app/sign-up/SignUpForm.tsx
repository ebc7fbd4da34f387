'use client'

import Link from 'next/link'
import { useActionState, useEffect, useRef } from 'react'
import { signUp } from './signUp.ts'

/** Asks for an email address. The answer is the same for every address, so it does not reveal who has an account. */
export function SignUpForm() {
  const [{ email, problem }, submit, isPending] = useActionState(signUp, {})
  const next = useRef<HTMLParagraphElement>(null)
  // The focused form has disappeared, so the focus moves to the next step.
  useEffect(() => {
    if (email !== undefined) next.current?.focus()
  }, [email])
  if (email !== undefined)
    return (
      <p ref={next} tabIndex={-1}>
        You’re almost done.{' '}
        <Link className="link" href="/">
          Sign in
        </Link>{' '}
        with <bdi>{email}</bdi>, and we’ll email you a code.
      </p>
    )
  return (
    <form className="kit-form" action={submit}>
      <label className="kit-field">
        <span className="kit-label">Email address</span>
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
