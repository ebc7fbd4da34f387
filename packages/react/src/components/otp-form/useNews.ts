'use client'

import { useEffect, useRef } from 'react'
import { useCountdown } from '../../hooks/useCountdown.ts'
import type { useOtpLogin } from '../../hooks/useOtpLogin.ts'
import { useWords } from '../../locales/useWords.ts'
import { fill } from '../../locales/Words.ts'

/**
 * Says each turn of a sign-in by code once, and none of the countdowns. Problems are not its business: they
 * have an alert.
 *
 * @param say - puts a text into the one live region.
 */
export function useNews(login: useOtpLogin.ReturnType, say: (text: string) => void): void {
  const words = useWords()
  const { status, identifier = '', delivery, resendInSeconds } = login
  const issue = delivery?.expiresAt
  const endsInSeconds =
    useCountdown(issue === undefined ? undefined : Date.parse(issue), login.now) ?? 0
  const now = { status, issue, resendInSeconds, endsInSeconds }
  const before = useRef<Partial<typeof now>>({})

  // After each render: what is new is what the one before did not have.
  useEffect(() => {
    const { resendInSeconds: wait = 0, endsInSeconds: rest = 0, ...former } = before.current
    before.current = now
    if (issue !== former.issue) {
      if (former.issue === undefined) say(fill(words.otp.sent, { email: identifier }))
      else if (issue !== undefined) say(words.otp.newCode)
    } else if (status !== former.status) {
      if (status === 'verifying') say(words.otp.verifying)
      else if (status === 'success') say(words.session.signedIn)
      // What came of it the alert says.
      else if (former.status === 'verifying') say('')
    } else if (issue !== undefined) {
      if (resendInSeconds === 0 && wait > 0) say(words.otp.resendReady)
      else if (endsInSeconds <= 60 && rest > 60) say(words.otp.endsSoon)
    }
  })
}
