'use client'

import { formatMessage } from '../../locales/formatMessage.ts'
import { useWords } from '../../locales/useWords.ts'
import type { CodeLogin } from './CodeLogin.ts'

/** Where the code was sent, whether it is a new one, and how long it is valid. */
export function CodeStatus({ login }: { login: CodeLogin }) {
  const words = useWords()
  const { delivery, identifier = '' } = login
  const sent = delivery?.codeAlphabet === 'alphanumeric' ? words.otp.sent : words.otp.sentDigits
  // The address is marked up separately, so it is inserted afterwards.
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
              // By this machine's clock: the server's time plus the difference between the two.
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
