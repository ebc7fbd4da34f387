'use client'

import { createContext } from 'react'
import { createStore, type Store } from '../../login/createStore.ts'

/** An account's data in ENS. */
export interface Ens {
  address: string
  /** The account's primary name, in its normalized form. */
  name: string
  /** The URL of the name's picture, once the picture is loaded: an `https:` URL, or a `data:` URL of an image. */
  avatar: string | undefined
}

/** The signed-in account's data in ENS; `undefined` until it is known, and without `EnsNames`. */
export const EnsContext = createContext<Store<Ens | undefined>>(
  /* @__PURE__ */ createStore<Ens | undefined>(undefined),
)
