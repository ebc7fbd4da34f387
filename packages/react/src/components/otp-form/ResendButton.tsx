'use client'

import { forwardRef } from 'react'
import type { useOtpLogin } from '../../hooks/useOtpLogin.ts'
import { useWords } from '../../locales/useWords.ts'
import { fill } from '../../locales/Words.ts'

/**
 * Has another code sent, when the server allows it. It keeps the focus while it waits; its countdown is
 * for the eye: its name does not change every second.
 */
export const ResendButton = forwardRef<HTMLButtonElement, ResendButtonProps>(function ResendButton(
  { login, variant },
  ref,
) {
  const words = useWords()
  const { resendInSeconds, status } = login
  const isSending = status === 'sending'
  const isWaiting = resendInSeconds > 0 || isSending || status === 'locked'
  return (
    <button
      ref={ref}
      type="button"
      className="kit-button"
      data-variant={variant}
      data-loading={isSending || undefined}
      aria-disabled={isWaiting || undefined}
      onClick={() => {
        if (!isWaiting) login.resend()
      }}
    >
      {words.otp.resend}
      {resendInSeconds > 0 && (
        <bdi aria-hidden="true">{fill(words.otp.resendIn, { seconds: resendInSeconds })}</bdi>
      )}
    </button>
  )
})

interface ResendButtonProps {
  login: useOtpLogin.ReturnType
  variant: 'primary' | 'quiet'
}
