'use client'

import { type FormEvent, useState } from 'react'
import { useLinkEmail } from '../../identities/useLinkEmail.ts'
import { formatMessage } from '../../locales/formatMessage.ts'
import { useWords } from '../../locales/useWords.ts'
import { EmailStep } from '../otp-form/EmailStep.tsx'
import { OtpInput } from '../otp-input/OtpInput.tsx'
import { AccountProblem } from './AccountProblem.tsx'
import { CancelButton } from './CancelButton.tsx'

/** Links another email address: asks for it, then for the code that was sent to it. */
export function AddEmail({ onEnd }: { onEnd: () => void }) {
  const words = useWords()
  const [email, setEmail] = useState('')
  const [said, setSaid] = useState('')
  const link = useLinkEmail({ onSuccess: onEnd })
  return (
    <div className="kit-stack">
      {link.status === 'exhausted' ? (
        <NewCode link={link} />
      ) : link.delivery === undefined ? (
        <EmailStep
          // The error is shown below, with what to do about it.
          login={{ ...link, error: undefined }}
          email={email}
          onEmailChange={setEmail}
          shouldFocus
          say={setSaid}
        />
      ) : (
        <CodeStep link={link} />
      )}
      <AccountProblem
        error={link.error}
        onRetry={() => link.identifier !== undefined && link.start(link.identifier)}
      />
      <CancelButton onCancel={onEnd} />
      <p role="status" className="kit-visually-hidden">
        {said || (link.status === 'verifying' && words.otp.verifying)}
      </p>
    </div>
  )
}

/** No attempt with this code is left, or it was the first of two that are needed. */
function NewCode({ link }: { link: useLinkEmail.ReturnType }) {
  const words = useWords()
  const { identifier, start } = link
  return (
    <button
      type="button"
      className="kit-button"
      data-variant="primary"
      // The field that had the focus is gone.
      ref={focus}
      onClick={() => identifier !== undefined && start(identifier)}
    >
      {words.otp.resend}
    </button>
  )
}

const focus = (button: HTMLButtonElement | null) => button?.focus()

function CodeStep({ link }: { link: useLinkEmail.ReturnType }) {
  const words = useWords()
  const [code, setCode] = useState('')
  const { delivery, identifier = '', status, error, submit } = link
  const count = delivery?.codeLength ?? 6
  const isNumeric = delivery?.codeAlphabet !== 'alphanumeric'
  const isVerifying = status === 'verifying'
  const send = (whole: string) => {
    if (!isVerifying && whole.length === count) submit(whole)
  }
  const handleSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    send(code)
  }
  const [sent, notFound] = isNumeric
    ? [words.otp.sentDigits, words.otp.notFoundDigits]
    : [words.otp.sent, words.otp.notFound]
  return (
    <form className="kit-form" method="post" onSubmit={handleSubmit} noValidate>
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
      <button
        type="submit"
        className="kit-button"
        data-variant="primary"
        data-loading={isVerifying || undefined}
        aria-disabled={isVerifying || undefined}
      >
        {isVerifying ? words.otp.verifying : words.otp.verify}
      </button>
    </form>
  )
}
