'use client'

import type { AuthError, Session } from '@kit/core'
import { useState } from 'react'
import { useOtpLogin } from '../../hooks/useOtpLogin.ts'
import { CodeStep } from './CodeStep.tsx'
import { EmailStep } from './EmailStep.tsx'

/**
 * Renders the two steps of a sign-in by e-mail: the address, then the code.
 *
 * @example
 * <OtpForm onSuccess={(session) => console.log(session.subject)} />
 */
export function OtpForm({ onSuccess, onError, className = '' }: OtpFormProps) {
  const login = useOtpLogin({ onSuccess, onError })
  const step = login.delivery === undefined ? 'email' : 'code'
  const [wasAtCode, setWasAtCode] = useState(false)
  if (step === 'code' && !wasAtCode) setWasAtCode(true)
  return (
    <div className={className} data-status={login.status} data-step={step}>
      {step === 'email' ? (
        <EmailStep login={login} shouldFocus={wasAtCode} />
      ) : (
        <CodeStep login={login} />
      )}
    </div>
  )
}

export interface OtpFormProps {
  onSuccess?: ((session: Session) => void) | undefined
  onError?: ((error: AuthError) => void) | undefined
  className?: string | undefined
}
