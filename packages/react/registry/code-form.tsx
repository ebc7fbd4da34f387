'use client'

import { ProblemAlert, useOtpLogin } from '@kit/react'
import { type FormEvent, useEffect, useId, useRef } from 'react'
import { Button } from './ui/button.tsx'
import { Input } from './ui/input.tsx'

type Login = ReturnType<typeof useOtpLogin>

/** Signs in by email in two steps: the address, then the code that was sent to it. */
export function CodeForm() {
  const login = useOtpLogin()
  return login.delivery === undefined ? <EmailStep login={login} /> : <CodeStep login={login} />
}

function EmailStep({ login }: { login: Login }) {
  const id = useId()
  const isSending = login.status === 'sending'
  // A form action, because React 19 replays an action that is submitted before the page's script runs.
  const submit = (data: FormData) => {
    if (!isSending) login.start(String(data.get('email')).trim())
  }
  return (
    <form action={submit} className="grid gap-3">
      <label htmlFor={id} className="text-sm font-medium">
        Email
      </label>
      <Input
        id={id}
        name="email"
        type="email"
        autoComplete="email"
        required
        defaultValue={login.identifier}
        placeholder="you@example.com"
      />
      <ProblemAlert error={login.error} className="text-sm text-destructive" />
      <Button type="submit" aria-disabled={isSending || undefined}>
        {isSending ? 'Sending a code…' : 'Continue with email'}
      </Button>
    </form>
  )
}

function CodeStep({ login }: { login: Login }) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const { status, delivery, error, identifier, resendInSeconds } = login
  const isVerifying = status === 'verifying'
  // The code can't be used anymore, so the user has to request a new one.
  const isOver = status === 'exhausted' || status === 'locked' || status === 'expired'
  const length = delivery?.codeLength ?? 6
  const isNumeric = delivery?.codeAlphabet !== 'alphanumeric'

  // A refused code is selected, so that typing replaces it.
  useEffect(() => {
    if (error === undefined) input.current?.focus()
    else input.current?.select()
  }, [error])

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const code = String(new FormData(event.currentTarget).get('code')).trim()
    if (!isVerifying && !isOver) login.submit(code)
  }
  return (
    <form method="post" className="grid gap-3" onSubmit={submit}>
      <p className="text-sm text-muted-foreground">
        Enter the {length}-{isNumeric ? 'digit' : 'character'} code we sent to <b>{identifier}</b>.
      </p>
      <label htmlFor={id} className="text-sm font-medium">
        Code
      </label>
      <Input
        ref={input}
        // Empties the field when a new code is sent.
        key={delivery?.expiresAt}
        id={id}
        name="code"
        autoComplete="one-time-code"
        inputMode={isNumeric ? 'numeric' : 'text'}
        autoCapitalize="characters"
        spellCheck={false}
        required
        minLength={length}
        maxLength={length}
        disabled={isOver}
        readOnly={isVerifying}
        aria-invalid={error?.code === 'otp_invalid' || undefined}
        className="text-center font-mono text-lg tracking-[0.5em]"
        onChange={({ target }) => {
          // Submits the first complete code automatically. After a wrong code, the user presses the button.
          if (target.value.length === length && error === undefined) target.form?.requestSubmit()
        }}
      />
      <ProblemAlert
        error={error}
        text={isOver ? 'This code can’t be used anymore. Request a new one.' : undefined}
        className="text-sm text-destructive"
      />
      {!isOver && (
        <Button type="submit" aria-disabled={isVerifying || undefined}>
          {isVerifying ? 'Checking…' : 'Verify code'}
        </Button>
      )}
      <div className="flex justify-between gap-2">
        <Button
          type="button"
          variant="ghost"
          size="sm"
          aria-disabled={resendInSeconds > 0 || status === 'locked' || undefined}
          onClick={() => {
            if (resendInSeconds === 0 && status !== 'locked') login.resend()
          }}
        >
          Send a new code {resendInSeconds > 0 && `(${resendInSeconds} s)`}
        </Button>
        <Button type="button" variant="ghost" size="sm" onClick={login.changeIdentifier}>
          Use another email
        </Button>
      </div>
    </form>
  )
}
