import { createStore, type Store } from '../login/createStore.ts'
import type { AccountPolicy } from './AccountPolicy.ts'

/** What is known about the session and the wallet's account in addition to both. */
export interface AccountNotes {
  store: Store<AccountNotes.State>
  note(changes: Partial<AccountNotes.State>): void
  /** Marks that a sign-in is running until the returned function is called. */
  markSigningIn(): () => void
}

export declare namespace AccountNotes {
  type State = {
    /** The sign-in that happened in another tab while the wallet did not change here. */
    elsewhere: string | undefined
    /** The wallet's account that the user has seen and chosen to ignore. */
    kept: string | undefined
    /** How many parts are signing in with a wallet now. */
    signingIn: number
    /** What the wallet did when the app's policy ended the last session. */
    ended: keyof AccountPolicy | undefined
  }
}

/** Creates the notes of one provider. */
export function createAccountNotes(): AccountNotes {
  const store = createStore<AccountNotes.State>({
    elsewhere: undefined,
    kept: undefined,
    signingIn: 0,
    ended: undefined,
  })
  const note: AccountNotes['note'] = (changes) =>
    store.setState({ ...store.getState(), ...changes })
  const count = (by: number) => note({ signingIn: store.getState().signingIn + by })
  return {
    store,
    note,
    markSigningIn() {
      count(1)
      return () => count(-1)
    },
  }
}
