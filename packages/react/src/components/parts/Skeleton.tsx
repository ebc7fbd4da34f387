'use client'

import { useFirstWords } from '../../locales/useFirstWords.ts'

/**
 * A placeholder for content that is being loaded. It is announced immediately, and drawn if loading takes
 * longer than 150 ms.
 */
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
