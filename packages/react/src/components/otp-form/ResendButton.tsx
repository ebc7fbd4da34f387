'use client'

import { forwardRef } from 'react'
import { formatDuration } from '../../locales/formatDuration.ts'
import { useWords } from '../../locales/useWords.ts'

/**
 * Sends another code when the server allows it. It keeps the focus while it waits. The countdown is only
 * visual, so the button's name does not change every second.
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
        <bdi aria-hidden="true">({formatDuration(resendInSeconds, words.locale)})</bdi>
      )}
    </button>
  )
})

interface ResendButtonProps {
  login: { resendInSeconds: number; status: string; resend: () => void }
  variant: 'primary' | 'quiet'
}
