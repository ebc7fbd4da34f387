'use server'

import { after } from 'next/server'
import { createAccount, maySignUp } from '../../lib/accounts.ts'

/**
 * Answers at once, and makes the account after that: neither the words nor the time tell whether there
 * was one, or whether the upstream could be reached.
 */
export async function signUp(_: SignUpState, form: FormData): Promise<SignUpState> {
  const email = String(form.get('email')).trim().toLowerCase()
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
    return { problem: 'Type an e-mail address, such as you@example.com.' }
  if (!(await maySignUp())) return { problem: 'Too many people sign up just now. Try again later.' }
  after(() => createAccount(email))
  return { email }
}

interface SignUpState {
  email?: string
  problem?: string
}
