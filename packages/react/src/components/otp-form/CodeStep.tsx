'use client'

import type { OtpDelivery } from '@kit/core'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { formatMessage } from '../../locales/formatMessage.ts'
import { useErrorText } from '../../locales/useErrorText.ts'
import { useWords } from '../../locales/useWords.ts'
import type { Words } from '../../locales/Words.ts'
import { useRetryWait } from '../../login/useRetryWait.ts'
import type { OtpCompletion } from '../otp-input/index.ts'
import { OtpInput } from '../otp-input/OtpInput.tsx'
import { ActionButton } from '../parts/ActionButton.tsx'
import { SuccessMark } from '../parts/SuccessMark.tsx'
import { useFocusKeeper } from '../parts/useFocusKeeper.ts'
import type { CodeLogin } from './CodeLogin.ts'
import { CodeProblem } from './CodeProblem.tsx'
import { CodeStatus } from './CodeStatus.tsx'
import { ResendButton } from './ResendButton.tsx'
import { useNews } from './useNews.ts'

/**
 * The second step: entering the code. A complete code is submitted automatically, except if it was guessed from
 * a longer text, or if the user corrected a refused code character by character. In these cases the hint says
 * to press the button.
 */
export function CodeStep({ login, autoSubmit, remedy, say, onLeave }: CodeStepProps) {
  const words = useWords()
  const { delivery, error, status } = login
  const errorText = useErrorText(error) ?? ''
  const [code, setCode] = useState('')
  const [isPartial, setIsPartial] = useState(false)
  const [needsPress, setNeedsPress] = useState<'guessed' | 'mended'>()
  const [editedAfter, setEditedAfter] = useState(error)
  const input = useRef<HTMLInputElement>(null)
  /**
   * Whether the field still contains characters of a refused code. A code is only submitted automatically if it
   * contains none.
   */
  const isMended = useRef(false)
  /**
   * The code that was submitted last. If it was refused, it is not submitted again, because that would use up
   * an attempt.
   */
  const sent = useRef<string>(undefined)
  const length = delivery?.codeLength ?? 6
  const isVerifying = status === 'verifying'
  const isTooEarly = useRetryWait(error) > 0
  const isDone = status === 'success'
  // The code has no attempts left. The field stays disabled while another code is being sent.
  const isReplaced = status === 'sending' && login.attemptsLeft === 0
  const isClosed = status === 'exhausted' || status === 'locked' || isReplaced
  const isOver = isClosed || status === 'expired'
  const isRefused = error?.code === 'otp_invalid' && error !== editedAfter
  const issue = delivery?.expiresAt
  const alphabet = delivery?.codeAlphabet ?? 'numeric'
  const { partial, notFound, hint, press } = describe(words, alphabet, length)
  // A field that is disabled loses the focus, so the focus moves to this button.
  const { target, handlers } = useFocusKeeper<HTMLButtonElement>(`${isClosed}`)

  useNews(login, say)

  // A refused code is selected, so that typing replaces it.
  useEffect(() => {
    if (error?.code !== 'otp_invalid') return
    isMended.current = true
    input.current?.focus()
    input.current?.select()
  }, [error])
  // Empties the field when a new code was sent.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for each new code.
  useEffect(() => {
    setCode('')
    setIsPartial(false)
    setNeedsPress(undefined)
    isMended.current = false
    sent.current = undefined
    input.current?.focus()
  }, [issue])

  function handleChange(next: string): void {
    setCode(next)
    setEditedAfter(error)
    if (isPartial) say('')
    setIsPartial(false)
    // The refused code was selected, so typing a character replaces it. Deleting a single character does not.
    if (next.length < 2) isMended.current = false
    setNeedsPress(isMended.current ? 'mended' : undefined)
  }

  function submit(whole: string): void {
    if (error?.code === 'otp_invalid' && sent.current === whole) {
      setEditedAfter(undefined)
      say(errorText)
      input.current?.focus()
      input.current?.select()
      return
    }
    sent.current = whole
    login.submit(whole)
  }

  function handleComplete(whole: string, reason: OtpCompletion): void {
    if (isOver || isVerifying || isTooEarly) return
    if (reason === 'guessed') {
      setNeedsPress('guessed')
      say(press.guessed)
    } else if (!autoSubmit) {
      if (reason === 'filled') say(words.otp.complete)
    } else if (reason === 'filled' || !isMended.current) submit(whole)
    else say(press.mended)
  }

  function handleSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    // If this form is inside a form of the app, that one must not be submitted.
    event.stopPropagation()
    // A password manager may have filled in the code without an event.
    const entered = input.current?.value ?? code
    setIsPartial(entered.length < length)
    if (entered.length === length) {
      if (!isVerifying && !isOver && !isTooEarly) submit(entered)
    } else if (input.current?.matches(':focus')) say(partial)
    // Screen readers read the field's description, which contains the error, when the field gets the focus.
    else input.current?.focus()
  }

  if (isDone) return <Accepted />
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
        readOnly={isVerifying}
        disabled={isClosed}
        invalid={isPartial || isRefused}
        description={
          !isOver &&
          (needsPress ? press[needsPress] : isRefused ? undefined : autoSubmit ? hint : partial)
        }
        error={isPartial && partial}
      />
      <CodeProblem login={login}>{remedy}</CodeProblem>
      {isOver && status !== 'locked' && (
        <ResendButton ref={target} login={login} variant="primary" />
      )}
      {!isOver && (
        <ActionButton type="submit" variant="primary" isBusy={isVerifying} error={error}>
          {isVerifying ? words.otp.verifying : words.otp.verify}
        </ActionButton>
      )}
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
    </form>
  )
}

/**
 * Shown when the code was right. It replaces the field, so that the code is no longer on the page, and takes
 * the focus.
 */
function Accepted() {
  const words = useWords()
  const text = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    // Does not take the focus if the user has moved to another part of the page in the meantime.
    if (document.activeElement === document.body) text.current?.focus()
  }, [])
  return (
    <div className="kit-accepted">
      <SuccessMark />
      <p ref={text} className="kit-title" tabIndex={-1}>
        {words.session.signedIn}
      </p>
    </div>
  )
}

function describe({ otp, locale }: Words, alphabet: OtpDelivery['codeAlphabet'], count: number) {
  const [partial, notFound, hint] =
    alphabet === 'numeric'
      ? [otp.partialDigits, otp.notFoundDigits, otp.hintDigits]
      : [otp.partial, otp.notFound, otp.hint]
  return {
    partial: formatMessage(partial, { count }, locale),
    notFound: formatMessage(notFound, { count }, locale),
    hint: formatMessage(hint, { count }, locale),
    press: {
      guessed: formatMessage(otp.checkFilled, { button: otp.verify }, locale),
      mended: formatMessage(otp.pressVerify, { button: otp.verify }, locale),
    },
  }
}

interface CodeStepProps {
  login: CodeLogin
  autoSubmit: boolean
  /** Shown below a problem, such as a button that solves it. */
  remedy?: ReactNode
  /** Announces a text. */
  say: (text: string) => void
  onLeave: () => void
}
