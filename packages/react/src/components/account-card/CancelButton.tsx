'use client'

import { useWords } from '../../locales/useWords.ts'

/** A button that cancels what the user has started. */
export function CancelButton({ onCancel }: { onCancel: () => void }) {
  const words = useWords()
  return (
    <div className="kit-actions">
      <button type="button" className="kit-button" data-variant="quiet" onClick={onCancel}>
        {words.siwe.cancel}
      </button>
    </div>
  )
}
