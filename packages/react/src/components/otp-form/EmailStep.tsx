'use client'

import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState, version } from 'react'
import { formatMessage } from '../../locales/formatMessage.ts'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import type { useOtpLogin } from '../../otp/useOtpLogin.ts'
import { ActionButton } from '../parts/ActionButton.tsx'
import { ProblemAlert } from '../problem-alert/ProblemAlert.tsx'

/** The first step: the recipient of the code. */
export function EmailStep(props: EmailStepProps) {
  const { login, email, onEmailChange, shouldFocus, remedy, say } = props
  const words = useFirstWords()
  const id = useId()
  const [isInvalid, setIsInvalid] = useState(false)
  const [suggestion, setSuggestion] = useState<string>()
  const input = useRef<HTMLInputElement>(null)
  // Also while the next step is still being loaded.
  const isSending = login.status === 'sending' || login.delivery !== undefined
  const [tried, setTried] = useState<string>()

  // biome-ignore lint/correctness/useExhaustiveDependencies: only when it mounts.
  useEffect(() => {
    // Typed or filled in before the script ran.
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
    // The description is read together with the field.
    else input.current?.focus()
  }

  function read(typed: string): void {
    setTried(typed)
    void readAddress(typed).then(({ address }) => submit(address))
  }

  function handleSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    // A form of the app around this one must not be submitted.
    event.stopPropagation()
    // A password manager may have written it without an event.
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
        // Another address may be possible at once: the backend decides.
        error={tried === email ? login.error : undefined}
      >
        {isSending ? words.otp.sending : words.otp.continue}
      </ActionButton>
    </form>
  )
}

/**
 * A visitor may submit server-rendered HTML before the page's script runs. React 19 keeps such a submit for the
 * form's action, and calls the action after hydration. With React 18 the browser posts the form, so that the
 * address does not become part of a URL.
 */
const keepsEarlySubmits = !version.startsWith('18.')

/** The address to send, and the one that was probably meant. Loaded when the field is first shown. */
async function readAddress(
  text: string,
): Promise<{ address: string | undefined; suggestion: string | undefined }> {
  try {
    return (await import('./readEmail.ts')).readEmail(text)
  } catch {
    // If the browser is offline, the request will report it. The backend parses the address anyway.
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
  /** Whether the user comes back from the code to correct the address. */
  shouldFocus: boolean
  /** What the user can do about a problem. */
  remedy?: ReactNode
  /** Announces a text. */
  say: (text: string) => void
}
