'use client'

import { useEffect, useState } from 'react'
import { useCountdown } from '../../hooks/useCountdown.ts'
import type { useOtpLogin } from '../../hooks/useOtpLogin.ts'
import { useWords } from '../../locales/useWords.ts'
import { fill } from '../../locales/Words.ts'

/**
 * To whom the code went and how long it works, for the eye; and beside it one live region that says
 * each turn once: sent, sent again, being checked, another may be asked for, about to end.
 */
export function CodeStatus({ login }: { login: useOtpLogin.ReturnType }) {
  const words = useWords()
  const { delivery, identifier = '' } = login
  const expiresAt = delivery === undefined ? undefined : Date.parse(delivery.expiresAt)
  const [before, after = ''] = words.otp.sent.split('{email}')
  const news = useNews(login, useCountdown(expiresAt, login.now) ?? 0)
  return (
    <>
      <div className="kit-description">
        <p>
          {before}
          <bdi>
            <b>{identifier}</b>
          </bdi>
          {after}
        </p>
        {expiresAt !== undefined && (
          <p>
            {fill(words.otp.validUntil, {
              // By this machine's clock: what the server says, moved by how much the two differ.
              time: new Intl.DateTimeFormat(words.locale, { timeStyle: 'short' }).format(
                expiresAt - login.now() + Date.now(),
              ),
            })}
          </p>
        )}
      </div>
      <p role="status" className="kit-visually-hidden">
        {news}
      </p>
    </>
  )
}

function useNews(login: useOtpLogin.ReturnType, endsInSeconds: number): string {
  const words = useWords()
  const { status, identifier = '', delivery, resendInSeconds } = login
  const [issues, setIssues] = useState(0)
  const issue = delivery?.expiresAt
  // biome-ignore lint/correctness/useExhaustiveDependencies: each issue counts.
  useEffect(() => setIssues((count) => count + 1), [issue])
  if (status === 'verifying') return words.otp.verifying
  if (status !== 'awaiting-code') return ''
  if (endsInSeconds > 0 && endsInSeconds <= 60) return words.otp.endsSoon
  if (resendInSeconds === 0 && issues > 0) return words.otp.resendReady
  return issues > 1 ? words.otp.newCode : fill(words.otp.sent, { email: identifier })
}
