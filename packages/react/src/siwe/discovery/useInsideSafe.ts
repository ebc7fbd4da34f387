'use client'

import { useEffect, useState } from 'react'
import type { Connector } from 'wagmi'

/**
 * Whether the page runs inside a Safe, which then answers the SDK of the Safe's connector. Other frames do not
 * answer. This waits longer than wagmi, because a Safe may be slow.
 */
export function useInsideSafe(connectors: readonly Connector[]): boolean {
  const [isInside, setIsInside] = useState(false)
  const connector = connectors.find(({ type }) => type === 'safe')
  useEffect(() => {
    if (connector === undefined || window.parent === window) return
    let looksLeft = maxLooks
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = async () => {
      looksLeft -= 1
      const provider: unknown = await connector.getProvider().catch(() => undefined)
      if (provider) setIsInside(true)
      else if (looksLeft > 0) timer = setTimeout(look, intervalMs)
    }
    void look()
    return () => {
      looksLeft = 0
      clearTimeout(timer)
    }
  }, [connector])
  return isInside
}

const maxLooks = 10
const intervalMs = 500
