'use client'

import { AuthError } from '@kit/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { useOtpLogin } from '../../hooks/useOtpLogin.ts'
import { fill, type Words } from '../../locales/Words.ts'
import { useAuth } from '../../provider/AuthContext.ts'
import { OtpInput } from '../otp-input/OtpInput.tsx'
import { ProblemAlert } from '../problem-alert/ProblemAlert.tsx'

/** The second step: the code. Sent by itself when it is complete, at most once for each code that came. */
export function CodeStep({ login }: { login: useOtpLogin.ReturnType }) {
  const { words } = useAuth()
  const { delivery, error, status } = login
  const [code, setCode] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const length = delivery?.codeLength ?? 6
  const isVerifying = status === 'verifying'
  const isOver = status === 'expired' || status === 'exhausted' || status === 'locked'
  const hasResent = useHasChanged(delivery?.expiresAt)

  // A refused code is selected: typing the right one replaces it.
  useEffect(() => {
    if (error?.code === 'otp_invalid') input.current?.select()
  }, [error])
  useEffect(() => input.current?.focus(), [])

  function handleSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    if (code.length === length && !isVerifying && !isOver) login.submit(code)
    else input.current?.focus()
  }

  return (
    <form className="kit-form" onSubmit={handleSubmit} noValidate>
      <p className="kit-description" role="status">
        {hasResent ? words.otp.newCode : fill(words.otp.sent, { email: login.identifier ?? '' })}
      </p>
      <OtpInput
        ref={input}
        label={words.otp.code}
        name="code"
        length={length}
        alphabet={delivery?.codeAlphabet ?? 'numeric'}
        value={code}
        onChange={setCode}
        onComplete={login.submit}
        readOnly={isVerifying}
        disabled={isOver}
        invalid={error?.code === 'otp_invalid'}
      />
      <ProblemAlert error={findError(login)} text={findText(login, words)} />
      {!isOver && (
        <button
          type="submit"
          className="kit-button"
          data-variant="primary"
          data-loading={isVerifying || undefined}
          aria-disabled={isVerifying || undefined}
        >
          {isVerifying ? words.otp.verifying : words.otp.verify}
        </button>
      )}
      <div className="kit-actions" data-align="between">
        <ResendButton login={login} onResend={() => setCode('')} />
        <button
          type="button"
          className="kit-button"
          data-variant="quiet"
          onClick={login.changeIdentifier}
        >
          {words.otp.changeEmail}
        </button>
      </div>
    </form>
  )
}

/** Another code, when the server allows one. The countdown is for the eye: its name does not change. */
function ResendButton({
  login,
  onResend,
}: {
  login: useOtpLogin.ReturnType
  onResend: () => void
}) {
  const { words } = useAuth()
  const { resendInSeconds, status } = login
  const isWaiting = resendInSeconds > 0 || status === 'sending' || status === 'locked'
  return (
    <button
      type="button"
      className="kit-button"
      data-variant="quiet"
      data-loading={status === 'sending' || undefined}
      aria-disabled={isWaiting || undefined}
      aria-label={words.otp.resend}
      onClick={() => {
        if (isWaiting) return
        onResend()
        login.resend()
      }}
    >
      {resendInSeconds > 0
        ? fill(words.otp.resendIn, { seconds: resendInSeconds })
        : words.otp.resend}
    </button>
  )
}

function findError({ error, status }: useOtpLogin.ReturnType): AuthError | undefined {
  return error ?? (status === 'expired' ? expired : undefined)
}

function findText({ error, attemptsLeft, status }: useOtpLogin.ReturnType, { otp }: Words) {
  if (status === 'expired') return otp.expired
  if (status === 'exhausted') return otp.exhausted
  if (status === 'locked') return otp.locked
  if (error?.code === 'otp_invalid' && attemptsLeft !== undefined && attemptsLeft > 0)
    return fill(otp.attemptsLeft, { count: attemptsLeft })
  return undefined
}

/** Whether a value has become another one since the first time. */
function useHasChanged(value: string | undefined): boolean {
  const [first] = useState(value)
  return value !== first
}

/** The code's time ended on this page, before any server said so. */
const expired = new AuthError('challenge_expired')
