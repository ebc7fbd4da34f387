'use client'

import type { AuthError } from '@kit/core'
import { type ReactNode, useState } from 'react'
import { useCountdown } from '../../hooks/useCountdown.ts'
import { formatSeconds } from '../../internals/formatSeconds.ts'
import { Part, type PartProps } from '../../internals/Part.tsx'
import { useErrorText } from '../../locales/useErrorText.ts'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { fill } from '../../locales/Words.ts'

/**
 * Renders what happened and what to do about it, and nothing without an error. Announced once.
 *
 * @example
 * <ProblemAlert error={error} />
 */
export function ProblemAlert({ error, text, children, ...look }: ProblemAlertProps) {
  const words = useFirstWords()
  const known = useErrorText(error)
  const tone = error?.code === 'wallet_rejected' ? 'info' : 'error'
  return (
    // The region is there before its text: screen readers miss one that comes with it.
    <Part tag="div" look={look} role="alert" className="kit-live">
      {error !== undefined && (
        <div className="kit-alert" data-tone={tone} data-code={error.code}>
          <div className="kit-alert-body">
            <p>
              {text ?? known}
              {error.retryAfterSeconds !== undefined && (
                <Wait key={error.requestId} seconds={error.retryAfterSeconds} />
              )}
            </p>
            {error.supportContact !== undefined && (
              <p>{fill(words.otp.support, { contact: error.supportContact })}</p>
            )}
          </div>
          {children}
        </div>
      )}
    </Part>
  )
}

export interface ProblemAlertProps extends PartProps {
  error: AuthError | undefined
  /** In place of the text for the error's code. */
  text?: string | undefined
  /** What can be done at once, such as a button. */
  children?: ReactNode
}

/** How long to wait. Said once, with what it is about; nobody wants to hear every second. */
function Wait({ seconds }: { seconds: number }) {
  const words = useFirstWords()
  const [start] = useState(() => performance.now())
  const left = useCountdown(seconds * 1000, () => performance.now() - start)
  if (!left) return null
  return (
    <bdi role="timer" aria-live="off">
      {` (${formatSeconds(left, words.locale)})`}
    </bdi>
  )
}
