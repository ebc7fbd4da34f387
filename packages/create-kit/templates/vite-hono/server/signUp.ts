import type { Context } from 'hono'
import { createAccount, maySignUp } from '../lib/accounts.ts'

/**
 * Answers at once, and makes the account after that: neither the words nor the time tell whether there
 * was one, or whether the upstream could be reached.
 */
export async function signUp(context: Context): Promise<Response> {
  const { email }: { email?: unknown } = await context.req.json().catch(() => ({}))
  if (typeof email !== 'string' || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
    return context.json({ problem: 'Type an e-mail address, such as you@example.com.' }, 400)
  if (!(await maySignUp()))
    return context.json({ problem: 'Too many people sign up just now. Try again later.' }, 429)
  createAccount(email.trim().toLowerCase()).catch(console.error)
  return context.json({}, 202)
}
