'use client'

import type { OtpDelivery } from '@kit/core'
import { type FormEvent, useId, useState } from 'react'
import { useLinkEmail } from '../../identities/useLinkEmail.ts'
import { formatMessage } from '../../locales/formatMessage.ts'
import { useWords } from '../../locales/useWords.ts'
import { useCountdown } from '../../login/useCountdown.ts'
import { useAuth } from '../../session/AuthContext.ts'
import { EmailStep } from '../otp-form/EmailStep.tsx'
import { ResendButton } from '../otp-form/ResendButton.tsx'
import { OtpInput } from '../otp-input/OtpInput.tsx'
import { useRetryWait } from '../problem-alert/useRetryWait.ts'
import { AccountProblem } from './AccountProblem.tsx'
import { CancelButton } from './CancelButton.tsx'

/** Links another email address: asks for it, then for the code that was sent to it. */
export function AddEmail({ onEnd }: { onEnd: () => void }) {
  const words = useWords()
  const [email, setEmail] = useState('')
  const [said, setSaid] = useState('')
  const link = useLinkEmail({ onSuccess: onEnd })
  // While another code is being sent, and if that fails, the previous one can still be entered.
  const [delivery, setDelivery] = useState(link.delivery)
  if (link.delivery !== undefined && link.delivery !== delivery) setDelivery(link.delivery)
  const resend = useResend(link, delivery)
  const isOver = link.status === 'exhausted'
  const isVerifying = link.status === 'verifying'
  const isTooEarly = useRetryWait(link.error) > 0
  const id = useId()
  return (
    <div className="kit-stack">
      {delivery === undefined ? (
        <EmailStep
          login={link}
          email={email}
          onEmailChange={setEmail}
          shouldFocus
          // The error is shown below, with what to do about it.
          hasAlert={false}
          say={setSaid}
        />
      ) : (
        !isOver && (
          <CodeStep
            key={delivery.expiresAt}
            id={id}
            link={link}
            delivery={delivery}
            isDisabled={isVerifying || isTooEarly}
          />
        )
      )}
      {/* In one place during all steps, because screen readers miss an alert that appears with its text. */}
      <AccountProblem
        error={link.error}
        onRetry={() => link.identifier !== undefined && link.start(link.identifier)}
      />
      {/* No attempt with this code is left, or it was the first of two that are needed. */}
      {isOver && (
        <ResendButton
          // The field that had the focus is gone.
          ref={focus}
          login={resend}
          variant="primary"
        />
      )}
      {delivery !== undefined && !isOver && (
        <button
          type="submit"
          form={id}
          className="kit-button"
          data-variant="primary"
          data-loading={isVerifying || undefined}
          aria-disabled={isVerifying || isTooEarly || undefined}
        >
          {isVerifying ? words.otp.verifying : words.otp.verify}
        </button>
      )}
      <CancelButton onCancel={onEnd}>
        {delivery !== undefined && !isOver && <ResendButton login={resend} variant="quiet" />}
      </CancelButton>
      <p role="status" className="kit-visually-hidden">
        {said || (isVerifying && words.otp.verifying)}
      </p>
    </div>
  )
}

/** Sends another code when the server allows it. */
function useResend(link: useLinkEmail.ReturnType, delivery: OtpDelivery | undefined) {
  const { client } = useAuth()
  const { identifier, start, status, error } = link
  const resendAt = delivery && Date.parse(delivery.resendAt)
  const pause = useCountdown(resendAt, client.now) ?? 0
  const resendInSeconds = Math.max(pause, useRetryWait(error))
  return {
    status,
    resendInSeconds,
    resend: () => {
      if (identifier !== undefined) start(identifier)
    },
  }
}

const focus = (button: HTMLButtonElement | null) => button?.focus()

function CodeStep({ id, link, delivery, isDisabled }: CodeStepProps) {
  const words = useWords()
  const [code, setCode] = useState('')
  const { identifier = '', status, error, submit } = link
  const count = delivery.codeLength
  const isNumeric = delivery.codeAlphabet !== 'alphanumeric'
  const isVerifying = status === 'verifying'
  const send = (whole: string) => {
    if (!isDisabled && whole.length === count) submit(whole)
  }
  const handleSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    send(code)
  }
  const [sent, notFound] = isNumeric
    ? [words.otp.sentDigits, words.otp.notFoundDigits]
    : [words.otp.sent, words.otp.notFound]
  return (
    <form id={id} className="kit-form" method="post" onSubmit={handleSubmit} noValidate>
      <p className="kit-description">
        {formatMessage(sent, { count, email: identifier }, words.locale)}
      </p>
      <OtpInput
        autoFocus
        label={words.otp.code}
        notFound={formatMessage(notFound, { count }, words.locale)}
        name="code"
        length={count}
        alphabet={isNumeric ? 'numeric' : 'alphanumeric'}
        value={code}
        onChange={setCode}
        onComplete={(whole, reason) => {
          if (reason !== 'guessed') send(whole)
        }}
        readOnly={isVerifying}
        invalid={error?.code === 'otp_invalid'}
      />
    </form>
  )
}

interface CodeStepProps {
  /** Of its form, for the button that submits it. */
  id: string
  link: useLinkEmail.ReturnType
  delivery: OtpDelivery
  /** Whether no code can be checked now. */
  isDisabled: boolean
}
