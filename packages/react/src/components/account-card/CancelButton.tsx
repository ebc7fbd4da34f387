'use client'

import type { ReactNode } from 'react'
import { useWords } from '../../locales/useWords.ts'

/** Cancels what the user has started, beside another action. */
export function CancelButton({ onCancel, children }: CancelButtonProps) {
  const words = useWords()
  return (
    <div className="kit-actions" data-align={children ? 'between' : undefined}>
      {children}
      <button type="button" className="kit-button" data-variant="quiet" onClick={onCancel}>
        {words.siwe.cancel}
      </button>
    </div>
  )
}

interface CancelButtonProps {
  onCancel: () => void
  children?: ReactNode
}
