'use client'

import { createContext } from 'react'

/**
 * The platform that a wallet is installed on. Tablets count as phones, because their browsers have no
 * extensions.
 */
export type Platform = 'android' | 'ios' | 'desktop'

/** The URL of "Get a wallet": one URL, or a function that returns one for each platform. */
export type WalletUrl = string | ((platform: Platform) => string)

export const WalletUrlContext = createContext<WalletUrl | undefined>(undefined)

/**
 * Returns the default URL. On a phone, it is a wallet in the app store whose built-in browser can open the
 * page. On a desktop, it is a neutral list, because the available wallets depend on the browser.
 */
export function findDefaultUrl(platform: Platform): string {
  if (platform === 'android') return 'https://play.google.com/store/apps/details?id=io.metamask'
  if (platform === 'ios') return 'https://apps.apple.com/app/id1438144202'
  return 'https://ethereum.org/en/wallets/find-wallet/'
}
