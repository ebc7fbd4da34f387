'use client'

import { createContext } from 'react'

/** What a wallet is installed on. Tablets count as phones, because their browsers have no extensions. */
export type Platform = 'android' | 'ios' | 'desktop'

/** Where "Get a wallet" leads: one URL for everybody, or one for each platform. */
export type WalletUrl = string | ((platform: Platform) => string)

export const WalletUrlContext = createContext<WalletUrl | undefined>(undefined)

/**
 * A phone's store has the app that also opens the page in its browser. On a desktop, which wallet fits depends
 * on the browser, so a neutral list helps to choose.
 */
export function findDefaultUrl(platform: Platform): string {
  if (platform === 'android') return 'https://play.google.com/store/apps/details?id=io.metamask'
  if (platform === 'ios') return 'https://apps.apple.com/app/id1438144202'
  return 'https://ethereum.org/en/wallets/find-wallet/'
}
