'use client'

import { type ReactNode, useEffect, useRef } from 'react'
import { Part, type PartProps } from '../../internals/Part.tsx'

/**
 * Renders a native modal `<dialog>`: the focus goes in and comes back, Escape closes.
 *
 * @example
 * <Dialog isOpen={isOpen} onClose={close} labelledBy={id}>…</Dialog>
 */
export function Dialog(props: DialogProps) {
  const { isOpen, onClose, labelledBy, children, 'data-status': status, ...look } = props
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
    <Part
      tag="dialog"
      innerRef={dialog}
      look={look}
      className="kit-dialog"
      aria-labelledby={labelledBy}
      data-status={status}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      {isOpen && children}
    </Part>
  )
}

export interface DialogProps extends PartProps {
  isOpen: boolean
  /** The user wants it closed: by Escape, or a gesture. */
  onClose: () => void
  /** The id of its heading. */
  labelledBy: string
  children?: ReactNode
  'data-status'?: string | undefined
}
