'use client'

import { Fragment } from 'react'
import { useFirstWords } from '../../locales/useFirstWords.ts'

/** Says what the user agrees to by signing in, with links. */
export function Terms({ termsUrl, privacyUrl }: TermsProps) {
  const { terms: words } = useFirstWords()
  const urls: Record<string, string | undefined> = { terms: termsUrl, privacy: privacyUrl }
  const text =
    termsUrl === undefined ? words.privacy : privacyUrl === undefined ? words.terms : words.both
  // The pieces alternate: text, the name of a link, the link's text, text, …
  const pieces = text.split(/<(terms|privacy)>(.*?)<\/\1>/)
  return (
    <p className="kit-description">
      {pieces.map((piece, index) => {
        if (index % 3 === 1) return null
        const name = pieces[index - 1] ?? ''
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the order of the pieces never changes.
          <Fragment key={index}>
            {index % 3 === 0 ? (
              piece
            ) : (
              <a className="kit-link" href={urls[name]} target="_blank" rel="noopener">
                {piece}
              </a>
            )}
          </Fragment>
        )
      })}
    </p>
  )
}

export interface TermsProps {
  termsUrl?: string | undefined
  privacyUrl?: string | undefined
}
