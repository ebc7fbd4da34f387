'use client'

import { useFirstWords } from '../../locales/useFirstWords.ts'

/** Content that is being loaded: announced at once, and drawn in its usual shape if it takes longer than 150 ms. */
export function Skeleton({ shape }: { shape?: 'list' | undefined }) {
  const words = useFirstWords()
  return (
    <>
      <p className="kit-visually-hidden" role="status">
        {words.signIn.loading}
      </p>
      <div className="kit-skeleton" data-shape={shape} aria-hidden="true">
        <span />
        <span />
        <span />
        <span />
      </div>
    </>
  )
}
