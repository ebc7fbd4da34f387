'use client'

import { OtpInput, useAuthedFetch } from '@kit/react'
import { type FormEvent, useState } from 'react'

/**
 * The step that Gnosis Pay requires after a wallet's first sign-in: an email address and the code sent to
 * it. The route keeps the token from the answer.
 */
export function RegistrationForm({ codePath, path, emailName, onCreated }: RegistrationForm.Props) {
  const authedFetch = useAuthedFetch()
  const [email, setEmail] = useState('')
  const [code, setCode] = useState('')
  const [isSent, setIsSent] = useState(false)
  const [problem, setProblem] = useState<string>()

  async function handleSubmit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    setProblem(undefined)
    const answer = isSent
      ? await send(path, { [emailName]: email, otp: code })
      : await send(codePath, { email })
    if (answer.ok && isSent) onCreated()
    else if (answer.ok) setIsSent(true)
    else setProblem((await answer.json().catch(() => ({}))).code ?? 'unknown')
  }

  const send = (to: string, body: object) =>
    authedFetch(to, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  return (
    <form className="registration kit-form" onSubmit={handleSubmit}>
      <p>
        You’re signed in, but don’t have an account yet. Enter your email address to create one.
      </p>
      {isSent ? (
        <OtpInput
          name="code"
          value={code}
          onChange={setCode}
          description={`We sent a code to ${email}.`}
          error={
            problem === 'otp_invalid' &&
            'That code isn’t right. Check the latest email and try again.'
          }
          autoFocus
        />
      ) : (
        <label className="kit-field">
          <span className="kit-label">Email address</span>
          <input
            className="kit-input"
            type="email"
            autoComplete="email"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </label>
      )}
      <div role="alert">
        {problem !== undefined && problem !== 'otp_invalid' && (
          <div className="kit-alert" data-tone="error">
            <p className="kit-alert-body">{reasons[problem] ?? 'That didn’t work. Try again.'}</p>
          </div>
        )}
      </div>
      <button className="kit-button" data-variant="primary" type="submit">
        {isSent ? 'Create the account' : 'Send me a code'}
      </button>
      {isSent && (
        <button
          className="kit-button"
          data-variant="quiet"
          type="button"
          onClick={() => setIsSent(false)}
        >
          Use another email address
        </button>
      )}
    </form>
  )
}

export declare namespace RegistrationForm {
  type Props = {
    /** The path that takes the email address and sends the code. */
    codePath: string
    /** The path that takes the address and the code, and creates the account. */
    path: string
    /** The name of the member for the email address in that request. */
    emailName: string
    onCreated: () => void
  }
}

const reasons: Record<string, string | undefined> = {
  registration_conflict: 'This address or wallet already has an account. Sign in with it instead.',
  upstream_rate_limited: 'Too many attempts. Wait a moment, then try again.',
  invalid_request: 'Check the address and try again.',
}
