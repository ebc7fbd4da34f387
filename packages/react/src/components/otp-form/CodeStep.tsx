'use client'

import type { OtpDelivery } from '@kit/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { useOtpLogin } from '../../hooks/useOtpLogin.ts'
import { useFocusKeeper } from '../../internals/useFocusKeeper.ts'
import { useWords } from '../../locales/useWords.ts'
import { fill, type Words } from '../../locales/Words.ts'
import type { OtpCompletion } from '../otp-input/index.ts'
import { OtpInput } from '../otp-input/OtpInput.tsx'
import { CodeProblem } from './CodeProblem.tsx'
import { CodeStatus } from './CodeStatus.tsx'
import { ResendButton } from './ResendButton.tsx'
import { useNews } from './useNews.ts'

/**
 * The second step: the code. A complete one is sent by itself, by typing at most once for each code that
 * came; after a refusal a whole pasted code, Enter or the button sends.
 */
export function CodeStep({ login, autoSubmit, say, onLeave }: CodeStepProps) {
  const words = useWords()
  const { delivery, error, status } = login
  const [code, setCode] = useState('')
  const [isPartial, setIsPartial] = useState(false)
  const [editedAfter, setEditedAfter] = useState(error)
  const input = useRef<HTMLInputElement>(null)
  const sentFor = useRef<string>(undefined)
  const length = delivery?.codeLength ?? 6
  const isVerifying = status === 'verifying'
  const isDone = status === 'success'
  // Another code must come first: this one may not be tried any more.
  const isClosed = status === 'exhausted' || status === 'locked'
  const isOver = isClosed || status === 'expired'
  const issue = delivery?.expiresAt
  const alphabet = delivery?.codeAlphabet ?? 'numeric'
  const { partial, notFound } = describe(words, alphabet, length)
  // A field that closes lets go of the focus.
  const { target, handlers } = useFocusKeeper<HTMLButtonElement>(`${isClosed}`)

  useNews(login, say)

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
    if (isDone) setCode('')
  }, [isDone])

  function send(whole: string): void {
    sentFor.current = issue
    login.submit(whole)
  }

  function handleChange(next: string): void {
    setCode(next)
    setEditedAfter(error)
    if (isPartial) say('')
    setIsPartial(false)
  }

  function handleComplete(whole: string, reason: OtpCompletion): void {
    if (isOver || isVerifying || isDone) return
    if (!autoSubmit) {
      if (reason === 'filled') say(words.otp.complete)
    } else if (reason === 'filled' || sentFor.current !== issue) send(whole)
  }

  function handleSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    if (isDone) return
    setIsPartial(code.length < length)
    if (code.length === length) {
      if (!isVerifying && !isOver) send(code)
    } else if (document.activeElement === input.current) say(partial)
    // Its description is read with it.
    else input.current?.focus()
  }

  return (
    <form className="kit-form" method="post" onSubmit={handleSubmit} noValidate {...handlers}>
      <CodeStatus login={login} />
      <OtpInput
        ref={input}
        label={words.otp.code}
        notFound={notFound}
        name="code"
        length={length}
        alphabet={alphabet}
        value={code}
        onChange={handleChange}
        onComplete={handleComplete}
        readOnly={isVerifying || isDone}
        disabled={isClosed}
        invalid={isPartial || (error?.code === 'otp_invalid' && error !== editedAfter)}
        description={autoSubmit && !isOver && !isDone && words.otp.hint}
        error={isPartial && partial}
      />
      <CodeProblem login={login} />
      {isOver && status !== 'locked' && (
        <ResendButton ref={target} login={login} variant="primary" />
      )}
      {!isOver && (
        <button
          type="submit"
          className="kit-button"
          data-variant="primary"
          data-loading={isVerifying || undefined}
          aria-disabled={isVerifying || isDone || undefined}
        >
          {isDone ? words.session.signedIn : isVerifying ? words.otp.verifying : words.otp.verify}
        </button>
      )}
      {!isDone && (
        <div className="kit-actions" data-align="between">
          {!isOver && <ResendButton login={login} variant="quiet" />}
          <button
            ref={status === 'locked' ? target : undefined}
            type="button"
            className="kit-button"
            data-variant="quiet"
            onClick={onLeave}
          >
            {words.otp.changeEmail}
          </button>
        </div>
      )}
    </form>
  )
}

function describe({ otp }: Words, alphabet: OtpDelivery['codeAlphabet'], length: number) {
  const isNumeric = alphabet === 'numeric'
  return {
    partial: fill(isNumeric ? otp.partialDigits : otp.partial, { length }),
    notFound: fill(isNumeric ? otp.notFoundDigits : otp.notFound, { length }),
  }
}

interface CodeStepProps {
  login: useOtpLogin.ReturnType
  autoSubmit: boolean
  /** Announces a text. */
  say: (text: string) => void
  onLeave: () => void
}
