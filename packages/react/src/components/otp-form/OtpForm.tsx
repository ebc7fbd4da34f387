'use client'

import type { AuthError, Session } from '@kit/core'
import { useEffect, useRef, useState } from 'react'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { detectPendingOtp } from '../../otp/detectPendingOtp.ts'
import { useOtpLogin } from '../../otp/useOtpLogin.ts'
import { defer, useDeferred } from '../parts/Deferred.tsx'
import { Part, type PartProps } from '../parts/Part.tsx'
import { RetryAlert } from '../problem-alert/RetryAlert.tsx'
import { EmailStep } from './EmailStep.tsx'
import { useAnnouncement } from './useAnnouncement.ts'

/** Loaded while the user types the address. */
const codeStep = /* @__PURE__ */ defer(async () => (await import('./CodeStep.tsx')).CodeStep)

/**
 * Renders the two steps of a sign-in by email: the address, then the code. Going back keeps the address.
 *
 * @example
 * <OtpForm onSuccess={(session) => console.log(session.subject)} />
 */
export function OtpForm({ onSuccess, onError, autoSubmit = true, ...look }: OtpFormProps) {
  const [isUsed, setIsUsed] = useState(false)
  useEffect(() => detectPendingOtp(() => setIsUsed(true)), [])
  const login = useOtpLogin({ onSuccess, onError, prefetch: isUsed })
  const { status, reset } = login
  // If another component has already finished a sign-in, this form starts a new one.
  const isNew = useRef(true)
  useEffect(() => {
    if (isNew.current && status === 'success') reset()
    isNew.current = false
  }, [status, reset])
  const [email, setEmail] = useState('')
  const [isBack, setIsBack] = useState(false)
  const words = useFirstWords()
  const [news, say] = useAnnouncement()
  const formerStatus = useRef(status)
  useEffect(() => {
    if (formerStatus.current === status) return
    if (status === 'sending') say(words.otp.sending)
    // The alert announces the failure, so the live region is emptied.
    else if (formerStatus.current === 'sending' && status === 'error') say('')
    formerStatus.current = status
  }, [status, say, words])
  const step = login.delivery === undefined ? 'email' : 'code'
  const [formerStep, setFormerStep] = useState(step)
  if (formerStep !== step) {
    setFormerStep(step)
    // The user went back to correct the address. After `reset`, there is no address to correct.
    if (step === 'email' && login.identifier !== undefined) {
      setEmail(login.identifier)
      setIsBack(true)
      say('')
    }
  }
  const { Part: CodeStep, error } = useDeferred(codeStep, step === 'code')
  const handleFocus = () => {
    setIsUsed(true)
    codeStep.prefetch()
  }
  return (
    <Part tag="div" look={look} data-status={status} data-step={step} onFocus={handleFocus}>
      {/*
       * Rendered from the start and in both steps, because screen readers miss a live region that appears
       * together with its text.
       */}
      <p role="status" className="kit-visually-hidden">
        {news}
      </p>
      {step === 'code' && CodeStep !== undefined ? (
        <CodeStep
          login={login}
          autoSubmit={autoSubmit}
          say={say}
          onLeave={login.changeIdentifier}
        />
      ) : (
        <>
          <EmailStep
            login={login}
            email={email}
            onEmailChange={setEmail}
            shouldFocus={isBack}
            say={say}
          />
          {step === 'code' && <RetryAlert error={error} onRetry={codeStep.prefetch} />}
        </>
      )}
    </Part>
  )
}

/** Props of `OtpForm`. */
export interface OtpFormProps extends PartProps {
  onSuccess?: ((session: Session) => void) | undefined
  onError?: ((error: AuthError) => void) | undefined
  /** Whether a complete code is submitted automatically, at most once while typing. @default true */
  autoSubmit?: boolean | undefined
}
