'use client'

import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState, version } from 'react'
import { formatMessage } from '../../locales/formatMessage.ts'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import type { useOtpLogin } from '../../otp/useOtpLogin.ts'
import { ActionButton } from '../parts/ActionButton.tsx'
import { ProblemAlert } from '../problem-alert/ProblemAlert.tsx'

/** The first step: entering the email address. */
export function EmailStep(props: EmailStepProps) {
  const { login, email, onEmailChange, shouldFocus, remedy, say } = props
  const words = useFirstWords()
  const id = useId()
  const [isInvalid, setIsInvalid] = useState(false)
  const [suggestion, setSuggestion] = useState<string>()
  const input = useRef<HTMLInputElement>(null)
  // True also while the code step is still being loaded.
  const isSending = login.status === 'sending' || login.delivery !== undefined
  const [tried, setTried] = useState<string>()

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs only on mount.
  useEffect(() => {
    // Keeps an address that was entered before the page's script ran.
    if (input.current?.value) onEmailChange(input.current.value)
    if (!shouldFocus) return
    // The user came back from the code to correct the address.
    input.current?.focus()
    input.current?.select()
  }, [shouldFocus])

  function submit(address: string | undefined): void {
    setIsInvalid(address === undefined)
    if (address !== undefined) login.start(address)
    else if (input.current?.matches(':focus')) say(words.otp.invalidEmail)
    // Screen readers read the field's description, which contains the error, when the field gets the focus.
    else input.current?.focus()
  }

  function read(typed: string): void {
    setTried(typed)
    void readAddress(typed).then(({ address }) => submit(address))
  }

  function handleSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    // If this form is inside a form of the app, that one must not be submitted.
    event.stopPropagation()
    // A password manager may have filled in the address without an event.
    read(input.current?.value || email)
  }

  return (
    <form
      className="kit-form"
      {...(keepsEarlySubmits
        ? { action: (data: FormData) => read(String(data.get('email'))) }
        : { method: 'post' })}
      onSubmit={handleSubmit}
      noValidate
    >
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
            setSuggestion(undefined)
          }}
          onFocus={() => void readAddress('')}
          onBlur={() => void readAddress(email).then((found) => setSuggestion(found.suggestion))}
        />
        <p className="kit-field-error" id={`${id}-error`}>
          {isInvalid && words.otp.invalidEmail}
        </p>
        {suggestion !== undefined && (
          <button
            type="button"
            className="kit-button"
            data-variant="quiet"
            onClick={() => {
              onEmailChange(suggestion)
              setSuggestion(undefined)
              input.current?.focus()
            }}
          >
            {formatMessage(words.otp.suggestion, { email: suggestion }, words.locale)}
          </button>
        )}
      </div>
      <ProblemAlert error={login.error}>{remedy}</ProblemAlert>
      <ActionButton
        type="submit"
        variant="primary"
        isBusy={isSending}
        // The error, and its waiting time, apply only to the address that was tried. For another address, the
        // backend decides.
        error={tried === email ? login.error : undefined}
      >
        {isSending ? words.otp.sending : words.otp.continue}
      </ActionButton>
    </form>
  )
}

/**
 * Whether React replays a form that was submitted before the page's script ran. React 19 calls the form's
 * action after hydration. With React 18 the browser submits the form itself, by POST, so that the address does
 * not become part of a URL.
 */
const keepsEarlySubmits = !version.startsWith('18.')

/**
 * Returns the address to send, and the address that the user probably meant. The code for this is loaded when
 * the field is first shown.
 */
async function readAddress(
  text: string,
): Promise<{ address: string | undefined; suggestion: string | undefined }> {
  try {
    return (await import('./readEmail.ts')).readEmail(text)
  } catch {
    // If the code cannot be loaded, for example offline, the address is sent as entered. The backend normalizes
    // it anyway.
    const plain = text.trim()
    const isPlausible = /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(plain)
    return { address: isPlausible ? plain : undefined, suggestion: undefined }
  }
}

interface EmailStepProps {
  login: Pick<useOtpLogin.ReturnType, 'status' | 'delivery' | 'error'> & {
    start: (email: string) => void
  }
  email: string
  onEmailChange: (email: string) => void
  /** Whether to focus the field, because the user came back from the code step to correct the address. */
  shouldFocus: boolean
  /** Shown below a problem, such as a button that solves it. */
  remedy?: ReactNode
  /** Announces a text. */
  say: (text: string) => void
}
