'use client'

import { forwardRef } from 'react'
import { formatDuration } from '../../locales/formatDuration.ts'
import { useWords } from '../../locales/useWords.ts'
import { ActionButton } from '../parts/ActionButton.tsx'

/**
 * A button that sends another code once the server allows it. It keeps the focus while it waits. The countdown
 * is hidden from screen readers, so the button's name does not change every second.
 */
export const ResendButton = forwardRef<HTMLButtonElement, ResendButtonProps>(function ResendButton(
  { login, variant },
  ref,
) {
  const words = useWords()
  const { resendInSeconds, status } = login
  return (
    <ActionButton
      ref={ref}
      variant={variant}
      isBusy={status === 'sending'}
      isDisabled={resendInSeconds > 0 || status === 'locked'}
      onClick={() => login.resend()}
    >
      {words.otp.resend}
      {resendInSeconds > 0 && (
        <bdi aria-hidden="true">({formatDuration(resendInSeconds, words.locale)})</bdi>
      )}
    </ActionButton>
  )
})

interface ResendButtonProps {
  login: { resendInSeconds: number; status: string; resend: () => void }
  variant: 'primary' | 'quiet'
}
