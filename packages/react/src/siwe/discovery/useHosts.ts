'use client'

import { useEffect, useState } from 'react'
import type { Connector } from 'wagmi'

/**
 * Some connectors work only inside a certain app, such as a Safe. Returns the types of those whose app contains this
 * page. The others must not be listed, because they would never answer.
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

/** For each type of connector, finds out whether the page is inside its app. */
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

/** A Safe answers the SDK of its connector. This waits longer than wagmi does, because a Safe may be slow. */
async function isInsideSafe(connector: Connector, isOver: () => boolean): Promise<boolean> {
  if (window.parent === window) return false
  for (let attempts = 0; attempts < maxAttempts && !isOver(); attempts += 1) {
    const provider: unknown = await connector.getProvider().catch(() => undefined)
    if (provider) return true
    await new Promise((resolve) => setTimeout(resolve, intervalMs))
  }
  return false
}

const maxAttempts = 10
const intervalMs = 500
