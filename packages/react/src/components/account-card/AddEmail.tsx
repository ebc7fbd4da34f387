'use client'

import { useState } from 'react'
import { useLinkEmail } from '../../identities/useLinkEmail.ts'
import { CodeStep } from '../otp-form/CodeStep.tsx'
import { EmailStep } from '../otp-form/EmailStep.tsx'
import { useAnnouncement } from '../otp-form/useAnnouncement.ts'
import { CancelButton } from './CancelButton.tsx'
import { FreshSignIn } from './FreshSignIn.tsx'

/** Links another email address: the user enters it, and then the code that was sent to it. */
export function AddEmail({ onEnd }: { onEnd: () => void }) {
  const [email, setEmail] = useState('')
  const [news, say] = useAnnouncement()
  const link = useLinkEmail({ onSuccess: onEnd })
  const remedy = <FreshSignIn error={link.error} onRetry={link.resend} />
  return (
    <div className="kit-stack">
      {link.delivery === undefined ? (
        <EmailStep
          login={link}
          email={email}
          onEmailChange={setEmail}
          shouldFocus
          remedy={remedy}
          say={say}
        />
      ) : (
        // After a success, the card shows the message.
        !link.isSuccess && (
          <CodeStep
            login={link}
            autoSubmit
            remedy={remedy}
            say={say}
            onLeave={link.changeIdentifier}
          />
        )
      )}
      <CancelButton onCancel={onEnd} />
      <p role="status" className="kit-visually-hidden">
        {news}
      </p>
    </div>
  )
}
