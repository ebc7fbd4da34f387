'use client'

import { useWords } from '../../locales/useWords.ts'

/** Where a frame keeps no cookie: says so, and leads out of it. */
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
