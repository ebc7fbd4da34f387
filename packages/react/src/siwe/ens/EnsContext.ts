'use client'

import { createContext } from 'react'
import { createStore, type Store } from '../../login/createStore.ts'

/** What ENS knows of an account. */
export interface Ens {
  address: string
  /** The account's primary name, in its normal form. */
  name: string
  /** The picture of the name, once it is loaded: an `https:` URL, or a `data:` URL of an image. */
  avatar: string | undefined
}

/** What ENS knows of the signed-in account; `undefined` until it is known, and without `EnsNames`. */
export const EnsContext = createContext<Store<Ens | undefined>>(
  /* @__PURE__ */ createStore<Ens | undefined>(undefined),
)
