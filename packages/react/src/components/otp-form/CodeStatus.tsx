'use client'

import { formatMessage } from '../../locales/formatMessage.ts'
import { useWords } from '../../locales/useWords.ts'
import type { CodeLogin } from './CodeLogin.ts'

/** Shows where the code was sent, whether it is a new one, and until when it is valid. */
export function CodeStatus({ login }: { login: CodeLogin }) {
  const words = useWords()
  const { delivery, identifier = '' } = login
  const sent = delivery?.codeAlphabet === 'alphanumeric' ? words.otp.sent : words.otp.sentDigits
  // The address is a separate element, so it is inserted into the formatted text.
  const text = formatMessage(sent, { count: delivery?.codeLength ?? 6 }, words.locale)
  const [before, after = ''] = text.split('{email}')
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
          {formatMessage(
            words.otp.validUntil,
            {
              // The expiry by this machine's clock: the server's time, corrected by the difference between the
              // clocks.
              time: new Intl.DateTimeFormat(words.locale, { timeStyle: 'short' }).format(
                Date.parse(delivery.expiresAt) - login.now() + Date.now(),
              ),
            },
            words.locale,
          )}
        </p>
      )}
    </div>
  )
}
