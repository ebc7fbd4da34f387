'use client'

import { AuthError } from '@kit/core'
import { useEffect, useState } from 'react'
import type { useOtpLogin } from '../../hooks/useOtpLogin.ts'
import { useWords } from '../../locales/useWords.ts'
import { fill, type Words } from '../../locales/Words.ts'
import { ProblemAlert } from '../problem-alert/ProblemAlert.tsx'

/** What is wrong with the code, or with asking about it. From the second refusal on, with more help. */
export function CodeProblem({ login }: { login: useOtpLogin.ReturnType }) {
  const words = useWords()
  const refusals = useRefusals(login)
  const error = login.error ?? (login.status === 'expired' ? ended : undefined)
  return (
    <ProblemAlert error={error} text={findText(login, words)}>
      {error?.code === 'otp_invalid' && (refusals > 1 || login.codesSent > 1) && (
        <p>{words.otp.newest}</p>
      )}
    </ProblemAlert>
  )
}

function findText({ error, attemptsLeft, status }: useOtpLogin.ReturnType, { otp }: Words) {
  if (status === 'expired') return otp.expired
  if (status === 'exhausted') return otp.exhausted
  if (status === 'locked') return otp.locked
  if (error?.code === 'otp_invalid' && attemptsLeft !== undefined && attemptsLeft > 0)
    return fill(otp.attemptsLeft, { count: attemptsLeft })
  return undefined
}

/** How many codes were refused since the newest one was sent. */
function useRefusals({ error, delivery }: useOtpLogin.ReturnType): number {
  const [count, setCount] = useState(0)
  const issue = delivery?.expiresAt
  // biome-ignore lint/correctness/useExhaustiveDependencies: each issue begins anew.
  useEffect(() => setCount(0), [issue])
  useEffect(() => {
    if (error?.code === 'otp_invalid') setCount((former) => former + 1)
  }, [error])
  return count
}

/** The code's time ended on this page, before any server said so. */
const ended = new AuthError('challenge_expired')
