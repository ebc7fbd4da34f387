'use client'

import { useFirstWords } from '../../locales/useFirstWords.ts'

/** A link to a neutral list of wallets. */
export function InstallLink() {
  const words = useFirstWords()
  return (
    <a className="kit-link" href={url} target="_blank" rel="noreferrer">
      {words.wallets.install}
    </a>
  )
}

const url = 'https://ethereum.org/en/wallets/find-wallet/'
