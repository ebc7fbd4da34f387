'use client'

import { CodedError } from '@kit/core/steps'
import { useState } from 'react'
import type { useOtpLogin } from '../../hooks/useOtpLogin.ts'
import { useWords } from '../../locales/useWords.ts'
import { fill, type Words } from '../../locales/Words.ts'
import { ProblemAlert } from '../problem-alert/ProblemAlert.tsx'

/** What is wrong with the code, or with asking about it. From the second refusal on, with more help. */
export function CodeProblem({ login }: { login: useOtpLogin.ReturnType }) {
  const words = useWords()
  const refusals = useRefusals(login)
  const error = login.error ?? (login.status === 'expired' ? ended : undefined)
  const needsHelp = refusals > 1 || login.codesSent > 1
  return <ProblemAlert error={error} text={findText(login, words, needsHelp)} />
}

function findText(
  { error, attemptsLeft = 0, status }: useOtpLogin.ReturnType,
  { otp, errors }: Words,
  needsHelp: boolean,
): string | undefined {
  if (status === 'expired') return otp.expired
  if (status === 'exhausted') return otp.exhausted
  if (status === 'locked') return otp.locked
  if (error?.code !== 'otp_invalid') return undefined
  const text =
    attemptsLeft > 0 ? fill(otp.attemptsLeft, { count: attemptsLeft }) : errors.otp_invalid
  return needsHelp ? `${text} ${otp.newest}` : text
}

/**
 * How many codes were refused since the newest one was sent. Known in the very render that tells of one:
 * an alert that grows afterwards would be read twice.
 */
function useRefusals({ error, delivery }: useOtpLogin.ReturnType): number {
  const issue = delivery?.expiresAt
  const [seen, setSeen] = useState({ issue, error, count: 0 })
  if (seen.issue !== issue || seen.error !== error) {
    const former = seen.issue === issue ? seen.count : 0
    setSeen({ issue, error, count: error?.code === 'otp_invalid' ? former + 1 : former })
  }
  return seen.count
}

/** The code's time ended on this page, before any server said so. */
const ended = new CodedError('challenge_expired', 'new-challenge')
