import { createStore, type Store } from '../internals/createStore.ts'

/** What is known of the session and the wallet's account besides the two. */
export interface AccountNotes {
  store: Store<AccountNotes.State>
  note(changes: Partial<AccountNotes.State>): void
  /** Says that a sign-in is under way, until the returned function is called. */
  hold(): () => void
}

export declare namespace AccountNotes {
  type State = {
    /** The sign-in that came about elsewhere, beside a wallet that did not change here. */
    elsewhere: string | undefined
    /** The wallet's account that the user has seen, and stays signed in beside. */
    kept: string | undefined
    /** How many parts sign in with a wallet now. */
    signingIn: number
  }
}

/** Notes for one provider. */
export function createAccountNotes(): AccountNotes {
  const store = createStore<AccountNotes.State>({
    elsewhere: undefined,
    kept: undefined,
    signingIn: 0,
  })
  const note: AccountNotes['note'] = (changes) =>
    store.setState({ ...store.getState(), ...changes })
  const count = (by: number) => note({ signingIn: store.getState().signingIn + by })
  return {
    store,
    note,
    hold() {
      count(1)
      return () => count(-1)
    },
  }
}
