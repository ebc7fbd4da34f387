'use client'

import { type CSSProperties, type ReactNode, useEffect, useRef } from 'react'
import { useLanguage } from '../../internals/useLanguage.ts'

/**
 * Renders a native modal `<dialog>`: the focus goes in and comes back, Escape closes.
 *
 * @example
 * <Dialog isOpen={isOpen} onClose={close} labelledBy={id}>…</Dialog>
 */
export function Dialog(props: DialogProps) {
  const { isOpen, onClose, labelledBy, children, className = '', style } = props
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    if (element === null || element.open === isOpen) return
    if (!isOpen) {
      element.close()
      return
    }
    element.showModal()
    // Its name comes first, not the button that closes it.
    document.getElementById(labelledBy)?.focus()
  }, [isOpen, labelledBy])
  return (
    <dialog
      {...useLanguage()}
      ref={dialog}
      className={`kit-dialog ${className}`}
      style={style}
      aria-labelledby={labelledBy}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      {isOpen && children}
    </dialog>
  )
}

export interface DialogProps {
  isOpen: boolean
  /** The user wants it closed: by Escape, or a gesture. */
  onClose: () => void
  /** The id of its heading. */
  labelledBy: string
  children?: ReactNode
  className?: string | undefined
  style?: CSSProperties | undefined
}
