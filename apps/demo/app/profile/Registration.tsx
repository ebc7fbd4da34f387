'use client'

import { useAuthedFetch } from '@kit/react'
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
  const [isSent, setIsSent] = useState(false)
  const [problem, setProblem] = useState('')

  async function handleSubmit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    setProblem('')
    const code = new FormData(event.currentTarget).get('code')
    const answer = isSent
      ? await send('/api/v1/auth/signup', { authEmail: email, otp: String(code) })
      : await send('/api/v1/auth/signup/otp', { email })
    if (answer.ok && isSent) router.refresh()
    else if (answer.ok) setIsSent(true)
    else setProblem(answer.status === 409 ? taken : refused)
  }

  const send = (path: string, body: object) =>
    authedFetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  return (
    <form className="registration" onSubmit={handleSubmit}>
      <p>You are signed in, but have no account yet.</p>
      <label>
        E-mail address
        <input
          className="kit-input"
          type="email"
          required
          readOnly={isSent}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </label>
      {isSent && (
        <label>
          Code
          <input
            className="kit-input"
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            required
          />
        </label>
      )}
      <p role="alert">{problem}</p>
      <button className="kit-button" data-variant="primary" type="submit">
        {isSent ? 'Create the account' : 'Send me a code'}
      </button>
    </form>
  )
}

const taken = 'This address or wallet is registered already. Sign in with it instead.'
const refused = 'That did not work. Check what you typed and try again.'
