'use client'

import type { AuthError } from '@kit/core'
import type { ReactNode } from 'react'
import { formatWhen } from '../../locales/formatDuration.ts'
import { formatMessage } from '../../locales/formatMessage.ts'
import { useErrorText } from '../../locales/useErrorText.ts'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { useRetryWait } from '../../login/useRetryWait.ts'
import { Part, type PartProps } from '../parts/Part.tsx'

/**
 * Renders what happened and what to do about it, or nothing without an error. Screen readers announce it once.
 *
 * @example
 * <ProblemAlert error={error} />
 */
export function ProblemAlert({ error, text, children, ...look }: ProblemAlertProps) {
  const known = useErrorText(error)
  const tone = error !== undefined && harmless.has(error.code) ? 'info' : 'error'
  return (
    // Rendered even without an error, because screen readers miss a live region that appears together with its
    // text.
    <Part tag="div" look={look} role="alert" className="kit-live">
      {error !== undefined && (
        <div className="kit-alert" data-tone={tone} data-code={error.code}>
          <div className="kit-alert-body">
            <p>{text ?? known}</p>
            <Remedy error={error} />
          </div>
          {children}
        </div>
      )}
    </Part>
  )
}

/** Props of `ProblemAlert`. */
export interface ProblemAlertProps extends PartProps {
  error: AuthError | undefined
  /** Replaces the text for the error's code. */
  text?: string | undefined
  /** Shown below the text, such as a button that solves the problem. */
  children?: ReactNode
}

/** Shows how long to wait, or whom to contact. */
function Remedy({ error }: { error: AuthError }) {
  const { signIn, locale } = useFirstWords()
  const { recovery, code, retryAfterSeconds, supportContact } = error
  const needsSupport = supportContact === undefined && unsolvable.has(code)
  return (
    <>
      {retryAfterSeconds !== undefined ? (
        <Wait error={error} />
      ) : (
        (recovery === 'wait' || code === 'otp_locked') && <p>{signIn.tryAgainLater}</p>
      )}
      {supportContact !== undefined && (
        <p>{formatMessage(signIn.contactSupportAt, { contact: supportContact }, locale)}</p>
      )}
      {needsSupport && <p>{signIn.contactSupport}</p>}
    </>
  )
}

/** Shows how long to wait. Announced once together with the problem, and not every second. */
function Wait({ error }: { error: AuthError }) {
  const { signIn, locale } = useFirstWords()
  const left = useRetryWait(error)
  if (left === 0) return null
  const when = formatWhen(left, locale)
  return (
    <p role="timer" aria-live="off">
      {formatMessage(signIn.tryAgainIn, { when }, locale)}
    </p>
  )
}

/** Codes for which nothing went wrong: the user declined, or has to do something next. */
const harmless: ReadonlySet<string> = new Set([
  'otp_second_code_required',
  'step_up_required',
  'wallet_rejected',
])

/** Errors that only the app's operator can fix. */
const unsolvable: ReadonlySet<string> = new Set([
  'body_too_large',
  'invalid_field',
  'invalid_path',
  'method_not_allowed',
  'not_found',
  'origin_not_allowed',
  'unsupported_media_type',
  'upstream_blocked',
  'upstream_domain_not_allowed',
  'upstream_key_rejected',
  'url_too_long',
])
