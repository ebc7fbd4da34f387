'use client'

import type { useOtpLogin } from '../../hooks/useOtpLogin.ts'
import { useWords } from '../../locales/useWords.ts'
import { fill } from '../../locales/Words.ts'

/** To whom the code went, whether it is another one, and how long it works. */
export function CodeStatus({ login }: { login: useOtpLogin.ReturnType }) {
  const words = useWords()
  const { delivery, identifier = '' } = login
  const [before, after = ''] = words.otp.sent.split('{email}')
  return (
    <div className="kit-description">
      <p>
        {before}
        <bdi>
          <b>{identifier}</b>
        </bdi>
        {after}
      </p>
      {login.codesSent > 1 && <p>{words.otp.newCode}</p>}
      {delivery !== undefined && (
        <p>
          {fill(words.otp.validUntil, {
            // By this machine's clock: what the server says, moved by how much the two differ.
            time: new Intl.DateTimeFormat(words.locale, { timeStyle: 'short' }).format(
              Date.parse(delivery.expiresAt) - login.now() + Date.now(),
            ),
          })}
        </p>
      )}
    </div>
  )
}
