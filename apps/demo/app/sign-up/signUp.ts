'use server'

import { after } from 'next/server'
import { createAccount, maySignUp } from '../../lib/accounts.ts'

/**
 * Answers at once and creates the account afterwards. Neither the answer nor its timing reveals whether the
 * account existed or the upstream could be reached.
 */
export async function signUp(_: SignUpState, form: FormData): Promise<SignUpState> {
  const email = String(form.get('email')).trim().toLowerCase()
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
    return { problem: 'Enter an email address, such as name@example.com.' }
  if (!(await maySignUp()))
    return { problem: 'Too many people are signing up right now. Try again later.' }
  after(() => createAccount(email))
  return { email }
}

interface SignUpState {
  email?: string
  problem?: string
}
