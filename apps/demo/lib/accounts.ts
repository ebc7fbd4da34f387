import { upstream } from './auth.ts'
import { store } from './store.ts'
import { addUser, resolveUser } from './users.ts'

/** Whether people make an account here. With other upstreams the first sign-in does it. */
export const canSignUp = upstream.createUser !== undefined

/**
 * Makes a user at the upstream for an e-mail address that has none, and remembers which. Whoever typed
 * it proves by the code, afterwards, that the address is theirs. A wallet's address is not taken here:
 * without proof, one's wallet would lead into another's account.
 */
export async function createAccount(email: string): Promise<void> {
  if (upstream.createUser === undefined || (await resolveUser(email)) !== undefined) return
  // What else the upstream wants to know of a user goes into the form, and in here.
  const { userId } = await upstream.createUser({ email })
  await addUser(email, userId)
}

/** Whether one more may sign up now. It counts known addresses, too: the count gives nobody away. */
export async function maySignUp(): Promise<boolean> {
  return (await signUps.consume('all')).isAllowed
}

/** Anyone may ask for an account: this is what a script gets of them in an hour. */
const signUps = store.createCounter({ name: 'sign-ups', points: 100, durationSeconds: 3600 })
