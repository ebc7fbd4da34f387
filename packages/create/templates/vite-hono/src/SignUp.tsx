import { type FormEvent, useState } from 'react'

/** Asks for an email address. The answer is the same for every address, so it does not reveal who has an account. */
export function SignUp() {
  const [email, setEmail] = useState('')
  const [says, setSays] = useState('')

  async function handleSubmit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    const answer = await fetch('/api/accounts', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email }),
    }).catch(() => undefined)
    if (answer?.ok)
      setSays(`You’re almost done. Sign in with ${email}, and we’ll email you a code.`)
    else setSays((await answer?.json())?.problem ?? 'That didn’t work. Try again.')
  }

  return (
    <details className="sign-up">
      <summary>Create an account</summary>
      <form className="kit-form" onSubmit={handleSubmit}>
        <label className="kit-field">
          <span className="kit-label">Email address of the new account</span>
          <input
            className="kit-input"
            type="email"
            autoComplete="email"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </label>
        <button className="kit-button" data-variant="secondary" type="submit">
          Create my account
        </button>
        <p role="status">{says}</p>
      </form>
    </details>
  )
}
