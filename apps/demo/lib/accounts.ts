import { upstream } from './auth.ts'
import { store } from './store.ts'
import { addUser, resolveUser } from './users.ts'

/** Whether users create an account before they sign in. With other upstreams, the first sign-in creates it. */
export const canSignUp = upstream.createUser !== undefined

/**
 * Creates an upstream user for an email address that has none, and stores the id. The code that the user
 * enters afterwards proves that the address is theirs. Wallet addresses are not accepted here: without
 * proof, a wallet could be linked to somebody else's account.
 */
export async function createAccount(email: string): Promise<void> {
  if (upstream.createUser === undefined || (await resolveUser(email)) !== undefined) return
  // If the upstream needs more about a user, add it to the form and here.
  const { userId } = await upstream.createUser({ email })
  await addUser(email, userId)
}

/** Whether another sign-up is allowed now. Known addresses count as well, so the count reveals nothing. */
export async function maySignUp(): Promise<boolean> {
  return (await signUps.consume('all')).isAllowed
}

/** Anyone may create an account, so this limits how many a script can create in an hour. */
const signUps = store.createCounter({ name: 'sign-ups', points: 100, durationSeconds: 3600 })
