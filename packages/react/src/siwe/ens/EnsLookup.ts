'use client'

import { useEffect, useState } from 'react'
import { isAddress } from 'viem'
import { normalize } from 'viem/ens'
import { useConfig, useEnsAvatar, useEnsName } from 'wagmi'
import type { Store } from '../../login/createStore.ts'
import type { Ens } from './EnsContext.ts'

/** Asks ENS for the name of an account and for its picture, once. Renders nothing. */
export function EnsLookup({ address, store }: EnsLookupProps): null {
  useWarning()
  const account = isAddress(address, { strict: false }) ? address : undefined
  const found = useEnsName({ address: account, chainId, query })
  const name = readName(found.data)
  const record = useEnsAvatar({ name, chainId, query })
  const avatar = useLoaded(readAvatar(record.data))
  useEffect(() => {
    store.setState(name === undefined ? undefined : { address, name, avatar })
    return () => store.setState(undefined)
  }, [store, address, name, avatar])
  return null
}

interface EnsLookupProps {
  address: string
  store: Store<Ens | undefined>
}

/**
 * Without the normal form, a name could look like another one: `Ada.eth` and `ada.eth` are not the same name.
 *
 * @see {@link https://docs.ens.domains/ensip/15}
 */
function readName(name: string | null | undefined): string | undefined {
  try {
    return name && normalize(name) === name ? name : undefined
  } catch {
    return undefined
  }
}

/** The owner of the name chose the URL, so nothing but an image, and nothing that can be read on its way. */
function readAvatar(url: string | null | undefined): string | undefined {
  return url && /^(?:https:\/\/|data:image\/)/i.test(url) ? url : undefined
}

/** The picture once it is here, so that the former one stays until then, and also if it is broken. */
function useLoaded(url: string | undefined): string | undefined {
  const [loaded, setLoaded] = useState<string>()
  useEffect(() => {
    if (url === undefined) return
    const image = new Image()
    // As in `Avatar`: the host of the picture does not learn which page shows it.
    image.referrerPolicy = 'no-referrer'
    image.src = url
    image.decode().then(
      () => setLoaded(url),
      () => {},
    )
  }, [url])
  return loaded === url ? loaded : undefined
}

/** Tells the developer why there are no names. */
function useWarning(): void {
  const { chains } = useConfig()
  const isMissing = chains.every(({ id }) => id !== chainId)
  useEffect(() => {
    if (process.env.NODE_ENV !== 'production' && isMissing)
      console.warn('`ens` has no effect: add `mainnet` to the chains of the wagmi configuration.')
  }, [isMissing])
}

/** The names of all chains' accounts are on Ethereum. */
const chainId = 1

// The address is shown without it, so a failure is not worth a second request, nor an error boundary.
const query = { retry: false, staleTime: Number.POSITIVE_INFINITY, throwOnError: false } as const
