import type { Platform } from '../../siwe/WalletUrl.ts'

/** Returns the platform of this browser. Do not call it on a server. */
export function findPlatform(): Platform {
  const { userAgent, maxTouchPoints } = navigator
  if (/\bAndroid\b/.test(userAgent)) return 'android'
  // An iPad identifies itself as a Mac, but no Mac has a touch screen.
  const isTablet = /\bMacintosh\b/.test(userAgent) && maxTouchPoints > 1
  return isTablet || /\b(?:iPhone|iPad|iPod)\b/.test(userAgent) ? 'ios' : 'desktop'
}
