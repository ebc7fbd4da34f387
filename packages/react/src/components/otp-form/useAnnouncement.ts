'use client'

import { useCallback, useState } from 'react'

/**
 * The text of a live region, and a function that announces a text. A text that is already there is not announced
 * again, so an inaudible mark makes it different.
 */
export function useAnnouncement(): [string, (text: string) => void] {
  const [text, setText] = useState('')
  const say = useCallback(
    (next: string) =>
      setText((former) => (next !== '' && former === next ? `${next}\u200b` : next)),
    [],
  )
  return [text, say]
}
