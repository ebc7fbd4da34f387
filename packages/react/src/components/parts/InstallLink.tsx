'use client'

import { useContext } from 'react'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { findDefaultUrl, WalletUrlContext } from '../../siwe/WalletUrl.ts'
import { findPlatform } from './findPlatform.ts'

/**
 * A link to get a wallet for this device: a wallet's page in the app store, or a list of wallets. It cannot be
 * rendered on a server.
 */
export function InstallLink() {
  const words = useFirstWords()
  const url = useContext(WalletUrlContext) ?? findDefaultUrl
  return (
    <a
      className="kit-link"
      href={typeof url === 'string' ? url : url(findPlatform())}
      target="_blank"
      rel="noreferrer"
    >
      {words.wallets.install}
    </a>
  )
}
