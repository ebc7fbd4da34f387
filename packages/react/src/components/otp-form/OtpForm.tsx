'use client'

import type { AuthError, Session } from '@kit/core'
import { useEffect, useRef, useState } from 'react'
import { useOtpLogin } from '../../hooks/useOtpLogin.ts'
import { defer, useDeferred } from '../../internals/Deferred.tsx'
import { Part, type PartProps } from '../../internals/Part.tsx'
import { RetryAlert } from '../problem-alert/RetryAlert.tsx'
import { EmailStep } from './EmailStep.tsx'

/** Loaded while the address is typed, or is at hand. */
const codeStep = /* @__PURE__ */ defer(async () => (await import('./CodeStep.tsx')).CodeStep)

/**
 * Renders the two steps of a sign-in by e-mail: the address, then the code. Going back keeps the
 * address.
 *
 * @example
 * <OtpForm onSuccess={(session) => console.log(session.subject)} />
 */
export function OtpForm({ onSuccess, onError, autoSubmit = true, ...look }: OtpFormProps) {
  const login = useOtpLogin({ onSuccess, onError })
  const { status, reset } = login
  // What a part of the page that stays has finished is over: who comes here signs in anew.
  const isNew = useRef(true)
  useEffect(() => {
    if (isNew.current && status === 'success') reset()
    isNew.current = false
  }, [status, reset])
  const [email, setEmail] = useState('')
  const [isBack, setIsBack] = useState(false)
  const [news, say] = useState('')
  const step = login.delivery === undefined ? 'email' : 'code'
  const { Part: CodeStep, error } = useDeferred(codeStep, step === 'code')
  return (
    <Part tag="div" look={look} data-status={status} data-step={step} onFocus={codeStep.prefetch}>
      {/* There from the start and through both steps: screen readers miss a region that comes with its text. */}
      <p role="status" className="kit-visually-hidden">
        {news}
      </p>
      {step === 'code' && CodeStep !== undefined ? (
        <CodeStep
          login={login}
          autoSubmit={autoSubmit}
          say={say}
          onLeave={() => {
            setEmail(login.identifier ?? email)
            setIsBack(true)
            say('')
            reset()
          }}
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

export interface OtpFormProps extends PartProps {
  onSuccess?: ((session: Session) => void) | undefined
  onError?: ((error: AuthError) => void) | undefined
  /** Whether a code that is complete is sent by itself, at most once by typing. @default true */
  autoSubmit?: boolean | undefined
}
