'use client'

import type { OtpDelivery } from '@kit/core'
import { useEffect, useRef } from 'react'
import { formatMessage } from '../../locales/formatMessage.ts'
import { useWords } from '../../locales/useWords.ts'
import type { Words } from '../../locales/Words.ts'
import { useCountdown } from '../../login/useCountdown.ts'
import type { CodeLogin } from './CodeLogin.ts'

/**
 * Announces each change of a sign-in by code once. It announces neither countdowns nor problems, for which
 * there is an alert.
 *
 * @param say - writes a text to the live region.
 */
export function useNews(login: CodeLogin, say: (text: string) => void): void {
  const words = useWords()
  const { status, identifier = '', delivery, resendInSeconds } = login
  const issue = delivery?.expiresAt
  const endsInSeconds =
    useCountdown(issue === undefined ? undefined : Date.parse(issue), login.now) ?? 0
  const now = { status, issue, resendInSeconds, endsInSeconds }
  const before = useRef<Partial<typeof now>>({})

  // Runs after each render, and compares the state with that of the previous render.
  useEffect(() => {
    const { resendInSeconds: wait = 0, endsInSeconds: rest = 0, ...former } = before.current
    before.current = now
    if (issue !== former.issue) {
      if (former.issue === undefined) say(describeDelivery(words, identifier, delivery))
      else if (issue !== undefined) say(words.otp.newCode)
    } else if (status !== former.status) {
      if (status === 'verifying') say(words.otp.verifying)
      else if (status === 'success') say(words.session.signedIn)
      // The alert announces the failure, so the live region is emptied.
      else if (former.status === 'verifying') say('')
    } else if (issue !== undefined) {
      if (resendInSeconds === 0 && wait > 0) say(words.otp.resendReady)
      else if (endsInSeconds <= 60 && rest > 60) say(words.otp.endsSoon)
    }
  })
}

function describeDelivery(
  { otp, locale }: Words,
  email: string,
  delivery: OtpDelivery | undefined,
): string {
  const text = delivery?.codeAlphabet === 'alphanumeric' ? otp.sent : otp.sentDigits
  return formatMessage(text, { email, count: delivery?.codeLength ?? 6 }, locale)
}
