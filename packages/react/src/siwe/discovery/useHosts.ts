'use client'

import { useEffect, useState } from 'react'
import type { Connector } from 'wagmi'

/**
 * Returns the types of those connectors that work only inside a certain app, such as a Safe, and are inside it
 * now. The other ones must not be listed, because elsewhere they never answer.
 *
 * @see {@link https://github.com/farcasterxyz/miniapps/issues/481}
 */
export function useHosts(connectors: readonly Connector[]): ReadonlySet<string> {
  const [found, setFound] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    let isOver = false
    for (const connector of connectors) {
      const isInside = hosts[connector.type]
      if (isInside === undefined) continue
      void isInside(connector, () => isOver).then((result) => {
        if (result && !isOver) setFound((former) => new Set(former).add(connector.type))
      })
    }
    return () => {
      isOver = true
    }
  }, [connectors])
  return found
}

/** Whether a connector works only inside a certain app. */
export function needsHost({ type }: Connector): boolean {
  return type in hosts
}

/** How to find out, for each type of connector, whether the page is inside its app. */
const hosts: Record<
  string,
  ((connector: Connector, isOver: () => boolean) => Promise<boolean>) | undefined
> = {
  safe: isInsideSafe,
  farcasterFrame: isAnswered,
  farcasterMiniApp: isAnswered,
}

/** Whether the app answers. Outside of it, the promise stays pending. */
async function isAnswered(connector: Connector): Promise<boolean> {
  return connector.getChainId().then(
    () => true,
    () => false,
  )
}

/** A Safe answers the SDK of its connector. This waits longer than wagmi, because a Safe may be slow. */
async function isInsideSafe(connector: Connector, isOver: () => boolean): Promise<boolean> {
  if (window.parent === window) return false
  for (let looks = 0; looks < maxLooks && !isOver(); looks += 1) {
    const provider: unknown = await connector.getProvider().catch(() => undefined)
    if (provider) return true
    await new Promise((resolve) => setTimeout(resolve, intervalMs))
  }
  return false
}

const maxLooks = 10
const intervalMs = 500
