'use client'

import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import type { useOtpLogin } from '../../hooks/useOtpLogin.ts'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { ProblemAlert } from '../problem-alert/ProblemAlert.tsx'

/** The first step: to whom the code goes. */
export function EmailStep({ login, email, onEmailChange, shouldFocus, say }: EmailStepProps) {
  const words = useFirstWords()
  const id = useId()
  const [isInvalid, setIsInvalid] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  // Also while the step that follows is still being loaded.
  const isSending = login.status === 'sending' || login.delivery !== undefined

  // biome-ignore lint/correctness/useExhaustiveDependencies: when it comes to the page.
  useEffect(() => {
    // Typed or filled in before there was script.
    if (input.current?.value) onEmailChange(input.current.value)
    if (!shouldFocus) return
    // Back from the code, to correct the address.
    input.current?.focus()
    input.current?.select()
  }, [shouldFocus])

  function handleSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const isPlausible = /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim())
    setIsInvalid(!isPlausible)
    if (isPlausible) {
      if (!isSending) login.start(email.trim())
    } else if (document.activeElement === input.current) say(words.otp.invalidEmail)
    // Its description is read with it.
    else input.current?.focus()
  }

  return (
    <form className="kit-form" method="post" onSubmit={handleSubmit} noValidate>
      <div className="kit-field">
        <label className="kit-label" htmlFor={id}>
          {words.otp.email}
        </label>
        <input
          className="kit-input"
          ref={input}
          id={id}
          type="email"
          name="email"
          autoComplete="email"
          autoCapitalize="none"
          spellCheck={false}
          dir="ltr"
          placeholder={words.otp.emailPlaceholder}
          value={email}
          readOnly={isSending}
          aria-invalid={isInvalid || undefined}
          aria-describedby={isInvalid ? `${id}-error` : undefined}
          onChange={(event) => {
            onEmailChange(event.target.value)
            if (isInvalid) say('')
            setIsInvalid(false)
          }}
        />
        <p className="kit-field-error" id={`${id}-error`}>
          {isInvalid && words.otp.invalidEmail}
        </p>
      </div>
      <ProblemAlert error={login.error} />
      <button
        type="submit"
        className="kit-button"
        data-variant="primary"
        data-loading={isSending || undefined}
        aria-disabled={isSending || undefined}
      >
        {isSending ? words.otp.sending : words.otp.continue}
      </button>
    </form>
  )
}

interface EmailStepProps {
  login: useOtpLogin.ReturnType
  email: string
  onEmailChange: (email: string) => void
  /** Whether the user comes back from the code, to correct the address. */
  shouldFocus: boolean
  /** Announces a text. */
  say: (text: string) => void
}
