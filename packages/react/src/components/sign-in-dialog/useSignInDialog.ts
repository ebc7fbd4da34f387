'use client'

import { useMemo } from 'react'
import { createStore } from '../../login/createStore.ts'
import { memoizeByKey } from '../../login/memoizeByKey.ts'
import { useStore } from '../../login/useStore.ts'
import { useAuth } from '../../session/AuthContext.ts'

/**
 * Opens and closes the page's `SignInDialog` from anywhere below `AuthProvider`. Render the dialog without
 * `isOpen` for this.
 *
 * @example
 * <AuthProvider><App /><SignInDialog /></AuthProvider>
 *
 * const { open } = useSignInDialog()
 * <button onClick={open}>Sign in</button>
 */
export function useSignInDialog(): useSignInDialog.ReturnType {
  const { client } = useAuth()
  const store = findStore(client)
  const isOpen = useStore(store)
  return useMemo(
    () => ({ isOpen, open: () => store.setState(true), close: () => store.setState(false) }),
    [isOpen, store],
  )
}

export declare namespace useSignInDialog {
  /** The hook takes no parameters. */
  type Parameters = undefined
  type ReturnType = {
    isOpen: boolean
    open: () => void
    close: () => void
  }
  type ErrorType = never
}

/** Whether the dialog is open, for each provider. Initially closed. */
const findStore = /* @__PURE__ */ memoizeByKey((_: object) => createStore(false))
