import { createStore, type Store } from '../login/createStore.ts'
import type { AccountPolicy } from './AccountPolicy.ts'

/** Additional state about the session and the wallet's account. */
export interface AccountNotes {
  store: Store<AccountNotes.State>
  note(changes: Partial<AccountNotes.State>): void
  /** Marks that a sign-in is running until the returned function is called. */
  markSigningIn(): () => void
}

export declare namespace AccountNotes {
  type State = {
    /** The time of a sign-in that happened in another tab while the wallet did not change here. */
    elsewhere: string | undefined
    /** The wallet's account that the user has chosen to ignore. */
    kept: string | undefined
    /** How many components are signing in with a wallet now. */
    signingIn: number
    /** The change in the wallet because of which the app's policy ended the last session. */
    ended: keyof AccountPolicy | undefined
  }
}

/** Creates the state for one provider. */
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
