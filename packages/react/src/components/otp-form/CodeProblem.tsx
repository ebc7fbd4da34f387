'use client'

import { AuthError } from '@kit/core/internal/errors/AuthError'
import { type ReactNode, useState } from 'react'
import { formatMessage } from '../../locales/formatMessage.ts'
import { useWords } from '../../locales/useWords.ts'
import type { Words } from '../../locales/Words.ts'
import { ProblemAlert } from '../problem-alert/ProblemAlert.tsx'
import type { CodeLogin } from './CodeLogin.ts'

/** Shows what is wrong with the code or the request. From the second wrong code on, it offers more help. */
export function CodeProblem({ login, children }: CodeProblemProps) {
  const words = useWords()
  const refusals = useRefusals(login)
  const losses = useLosses(login)
  const error = login.error ?? (login.status === 'expired' ? ended : undefined)
  const needsHelp = refusals > 1 || login.codesSent > 1
  return (
    <ProblemAlert
      error={error}
      text={losses > 0 ? findLoss(losses, words) : findText(login, words, needsHelp)}
    >
      {children}
    </ProblemAlert>
  )
}

interface CodeProblemProps {
  login: CodeLogin
  /** Shown below the text, such as a button that solves the problem. */
  children?: ReactNode
}

function findText(login: CodeLogin, words: Words, needsHelp: boolean): string | undefined {
  const { error, attemptsLeft = 0, status } = login
  const { otp, errors, locale } = words
  if (status === 'expired') return otp.expired
  if (status === 'locked') return otp.locked
  if (error?.code !== 'otp_invalid') return undefined
  if (status === 'exhausted') return otp.exhausted
  const text =
    attemptsLeft > 0
      ? formatMessage(otp.attemptsLeft, { count: attemptsLeft }, locale)
      : errors.otp_invalid
  return needsHelp ? `${text} ${otp.newest}` : text
}

/**
 * Returns the text for a code whose cookie is gone. The first time, it asks the user to request a new code. If
 * the next code is lost as well, the browser blocks cookies, so a new code would not help.
 */
function findLoss(losses: number, { otp, signIn }: Words): string {
  return navigator.cookieEnabled && losses < 2 ? otp.lost : signIn.cookiesBlocked
}

/**
 * Counts the codes in a row that the backend did not know although they had not expired, because their cookie
 * was gone.
 */
function useLosses({ status, error, delivery, now }: CodeLogin): number {
  const issue = delivery?.expiresAt
  const [seen, setSeen] = useState<{ issue?: string | undefined; count: number }>({ count: 0 })
  const isLost =
    status === 'expired' && error !== undefined && issue !== undefined && now() < Date.parse(issue)
  if (isLost && seen.issue !== issue) setSeen({ issue, count: seen.count + 1 })
  return isLost ? seen.count : 0
}

/**
 * Counts how many codes were refused since the latest one was sent. Computed during the render, because an
 * alert that changes afterwards would be read twice.
 */
function useRefusals({ error, delivery }: CodeLogin): number {
  const issue = delivery?.expiresAt
  const [seen, setSeen] = useState({ issue, error, count: 0 })
  if (seen.issue !== issue || seen.error !== error) {
    const former = seen.issue === issue ? seen.count : 0
    setSeen({ issue, error, count: error?.code === 'otp_invalid' ? former + 1 : former })
  }
  return seen.count
}

/** The error for a code that has expired by this page's countdown, before the backend has refused it. */
const ended = new AuthError('challenge_expired')
