import type { Context } from 'hono'
import { createAccount, maySignUp } from '../lib/accounts.ts'

/**
 * Answers at once and creates the account afterwards. Neither the answer nor its timing reveals whether the
 * account existed or the upstream could be reached.
 */
export async function signUp(context: Context): Promise<Response> {
  const { email }: { email?: unknown } = await context.req.json().catch(() => ({}))
  if (typeof email !== 'string' || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
    return context.json({ problem: 'Enter an email address, such as name@example.com.' }, 400)
  if (!(await maySignUp()))
    return context.json(
      { problem: 'Too many people are signing up right now. Try again later.' },
      429,
    )
  createAccount(email.trim().toLowerCase()).catch(console.error)
  return context.json({}, 202)
}
