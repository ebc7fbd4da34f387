'use client'

import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { useOtpLogin } from '../../hooks/useOtpLogin.ts'
import { useWords } from '../../locales/useWords.ts'
import { fill } from '../../locales/Words.ts'
import type { OtpCompletion } from '../otp-input/index.ts'
import { OtpInput } from '../otp-input/OtpInput.tsx'
import { CodeProblem } from './CodeProblem.tsx'
import { CodeStatus } from './CodeStatus.tsx'
import { ResendButton } from './ResendButton.tsx'

/**
 * The second step: the code. A complete one is sent by itself, by typing at most once for each code that
 * came; after a refusal a whole pasted code, Enter or the button sends.
 */
export function CodeStep({ login, autoSubmit, onLeave }: CodeStepProps) {
  const words = useWords()
  const { delivery, error, status } = login
  const [code, setCode] = useState('')
  const [isPartial, setIsPartial] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const sentFor = useRef<string>(undefined)
  const length = delivery?.codeLength ?? 6
  const isVerifying = status === 'verifying'
  // Another code must come first: this one may not be tried any more.
  const isOver = status === 'exhausted' || status === 'locked' || status === 'expired'
  const issue = delivery?.expiresAt

  // A refused code is selected: typing the right one replaces it.
  useEffect(() => {
    if (error?.code !== 'otp_invalid') return
    input.current?.focus()
    input.current?.select()
  }, [error])
  // A new code empties the field; the first one finds it empty.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each issue begins anew.
  useEffect(() => {
    setCode('')
    setIsPartial(false)
    input.current?.focus()
  }, [issue])

  // An accepted code is nobody's to read.
  useEffect(() => {
    if (status === 'success') setCode('')
  }, [status])

  function handleComplete(whole: string, reason: OtpCompletion): void {
    if (!autoSubmit || isOver || isVerifying) return
    if (reason === 'typed' && sentFor.current === issue) return
    sentFor.current = issue
    login.submit(whole)
  }

  function handleSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    setIsPartial(code.length < length)
    if (code.length < length) input.current?.focus()
    else if (!isVerifying && !isOver) {
      sentFor.current = issue
      login.submit(code)
    }
  }

  return (
    <form className="kit-form" onSubmit={handleSubmit} noValidate>
      <CodeStatus login={login} />
      <OtpInput
        ref={input}
        label={words.otp.code}
        notFound={fill(words.otp.notFound, { length })}
        name="code"
        length={length}
        alphabet={delivery?.codeAlphabet ?? 'numeric'}
        value={code}
        onChange={(next) => {
          setCode(next)
          setIsPartial(false)
        }}
        onComplete={handleComplete}
        readOnly={isVerifying || status === 'success'}
        disabled={status === 'exhausted' || status === 'locked'}
        invalid={error?.code === 'otp_invalid' || isPartial}
        description={autoSubmit ? words.otp.hint : undefined}
        error={isPartial ? fill(words.otp.partial, { length }) : undefined}
      />
      <CodeProblem login={login} />
      {isOver && status !== 'locked' && <ResendButton login={login} variant="primary" />}
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
        {!isOver && <ResendButton login={login} variant="quiet" />}
        <button type="button" className="kit-button" data-variant="quiet" onClick={onLeave}>
          {words.otp.changeEmail}
        </button>
      </div>
    </form>
  )
}

interface CodeStepProps {
  login: useOtpLogin.ReturnType
  autoSubmit: boolean
  onLeave: () => void
}
