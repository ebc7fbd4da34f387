import type { Platform } from '../../siwe/WalletUrl.ts'

/** What this browser runs on. Not for servers. */
export function findPlatform(): Platform {
  const { userAgent, maxTouchPoints } = navigator
  if (/\bAndroid\b/.test(userAgent)) return 'android'
  // An iPad presents itself as a Mac, but no Mac has a touch screen.
  const isTablet = /\bMacintosh\b/.test(userAgent) && maxTouchPoints > 1
  return isTablet || /\b(?:iPhone|iPad|iPod)\b/.test(userAgent) ? 'ios' : 'desktop'
}
