'use client'

import { useWords } from '../../locales/useWords.ts'

/** Shown in a frame in which the browser stores no cookie. Says so, and links to the page in a window. */
export function OwnWindow() {
  const { frame } = useWords()
  return (
    <div className="kit-alert" data-tone="info">
      <div className="kit-alert-body">
        <p>{frame.blocked}</p>
      </div>
      <a className="kit-link" href={location.href} target="_blank" rel="noopener">
        {frame.ownWindow}
      </a>
    </div>
  )
}
