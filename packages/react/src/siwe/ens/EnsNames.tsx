'use client'

import { useContext, useEffect, useState } from 'react'
import { isAddress } from 'viem'
import { normalize } from 'viem/ens'
import { useConfig, useEnsAvatar, useEnsName } from 'wagmi'
import { useSessionQuery } from '../../session/useSessionQuery.ts'
import { EnsContext } from './EnsContext.ts'

/**
 * Makes `UserButton` and `SessionCard` show the ENS name and picture of the user's account. Render it once, below
 * `AuthProvider`; it renders nothing itself.
 *
 * It calls the RPC of `mainnet` in the wagmi configuration and the host of the picture, so both learn that this
 * account is used here. Until they answer, and if they fail, the shortened address is shown.
 *
 * @see {@link https://docs.ens.domains/web/reverse}
 * @example
 * import { AuthProvider, UserButton } from '@kit/react'
 * import { EnsNames } from '@kit/react/ens'
 *
 * <AuthProvider config={config}>
 *   <EnsNames />
 *   <UserButton />
 * </AuthProvider>
 */
export function EnsNames() {
  // Does not request the session: a page that does not show the session needs no name either.
  const address = useSessionQuery(false).data?.session?.address
  return address === undefined ? null : <Lookup key={address} address={address} />
}

/** Looks up the name once, and stores it for the components. Renders nothing. */
function Lookup({ address }: { address: string }): null {
  useWarning()
  const store = useContext(EnsContext)
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

/**
 * Returns the picture's URL if it is safe: the owner of the name chooses it, so only `https:` URLs and images
 * in `data:` URLs are accepted.
 */
function readAvatar(url: string | null | undefined): string | undefined {
  return url && /^(?:https:\/\/|data:image\/)/i.test(url) ? url : undefined
}

/**
 * Returns a picture's URL once the picture is loaded. Until then, and if it cannot be loaded, the previous
 * picture stays.
 */
function useLoaded(url: string | undefined): string | undefined {
  const [loaded, setLoaded] = useState<string>()
  useEffect(() => {
    if (url === undefined) return
    const image = new Image()
    // As in `Avatar`, so that the host of the picture does not learn which page shows it.
    image.referrerPolicy = 'no-referrer'
    image.src = url
    image.decode().then(
      () => setLoaded(url),
      () => {},
    )
  }, [url])
  return loaded === url ? loaded : undefined
}

/** Warns the developer if the wagmi configuration lacks `mainnet`, so that there are no names. */
function useWarning(): void {
  const { chains } = useConfig()
  const isMissing = chains.every(({ id }) => id !== chainId)
  useEffect(() => {
    if (process.env.NODE_ENV !== 'production' && isMissing)
      console.warn(
        '`EnsNames` has no effect: add `mainnet` to the chains of the wagmi configuration.',
      )
  }, [isMissing])
}

/** The names are on Ethereum, whatever the account's chain is. */
const chainId = 1

// If a request fails, the address is shown instead, so it is neither repeated nor thrown.
const query = { retry: false, staleTime: Number.POSITIVE_INFINITY, throwOnError: false } as const
