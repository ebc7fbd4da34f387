'use client'

import { OtpInput, useAuthedFetch } from '@kit/react'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'

/**
 * The step that Gnosis Pay asks for after a wallet's first sign-in: an e-mail address and the code that
 * was sent to it. The route keeps the token that comes back.
 */
export function Registration() {
  const authedFetch = useAuthedFetch()
  const router = useRouter()
  const [email, setEmail] = useState('')
  const [code, setCode] = useState('')
  const [isSent, setIsSent] = useState(false)
  const [problem, setProblem] = useState<string>()

  async function handleSubmit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    setProblem(undefined)
    const answer = isSent
      ? await send('/api/v1/auth/signup', { authEmail: email, otp: code })
      : await send('/api/v1/auth/signup/otp', { email })
    if (answer.ok && isSent) router.refresh()
    else if (answer.ok) setIsSent(true)
    else setProblem((await answer.json().catch(() => ({}))).code ?? 'unknown')
  }

  const send = (path: string, body: object) =>
    authedFetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  return (
    <form className="registration kit-form" onSubmit={handleSubmit}>
      <p>You are signed in, but have no account yet.</p>
      {isSent ? (
        <OtpInput
          name="code"
          value={code}
          onChange={setCode}
          description={`We sent a code to ${email}.`}
          error={problem === 'otp_invalid' && 'That code is not right. Type the newest one.'}
          autoFocus
        />
      ) : (
        <label className="kit-field">
          <span className="kit-label">E-mail address</span>
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
            <p className="kit-alert-body">{reasons[problem] ?? 'That did not work. Try again.'}</p>
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
          Use another e-mail address
        </button>
      )}
    </form>
  )
}

const reasons: Record<string, string | undefined> = {
  registration_conflict: 'This address or wallet is registered already. Sign in with it instead.',
  upstream_rate_limited: 'That was a little fast. Wait a moment, then try again.',
  invalid_request: 'Check the address, and try again.',
}
