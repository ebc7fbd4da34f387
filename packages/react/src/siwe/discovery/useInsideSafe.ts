'use client'

import { useEffect, useState } from 'react'
import type { Connector } from 'wagmi'

/**
 * Whether a Safe shows the page, which answers its connector's SDK. Other frames do not answer, and a Safe
 * may be slower than wagmi waits.
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
