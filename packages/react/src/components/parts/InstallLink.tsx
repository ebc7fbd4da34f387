'use client'

import { useContext } from 'react'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { findDefaultUrl, WalletUrlContext } from '../../siwe/WalletUrl.ts'
import { findPlatform } from './findPlatform.ts'

/** A link to what this device needs: an app's page in its store, or a list of wallets. Cannot render on a server. */
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
