'use client'

import { useCallback, useState } from 'react'

/**
 * Returns the text of a live region, and a function that announces a text. Screen readers ignore a text that is
 * already there, so a repeated text gets an invisible character.
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
