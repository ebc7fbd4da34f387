'use client'

import { type ReactNode, useEffect, useRef } from 'react'
import { Part, type PartProps } from '../parts/Part.tsx'
import { yieldToWindows } from './yieldToWindows.ts'

/**
 * Renders a native modal `<dialog>`: the focus moves into it and back, and Escape closes it.
 *
 * @example
 * <Dialog isOpen={isOpen} onClose={close} labelledBy={id}>…</Dialog>
 */
export function Dialog(props: DialogProps) {
  const { isOpen, onClose, labelledBy, describedBy, children, ...rest } = props
  const { 'data-status': status, isLightlyDismissed = false, yields = false, ...look } = rest
  const dialog = useRef<HTMLDialogElement>(null)
  const pressed = useRef<EventTarget>(null)
  useEffect(() => {
    const element = dialog.current
    if (element === null || element.open === isOpen) return
    if (!isOpen) {
      element.close()
      return
    }
    element.showModal()
    // Focuses the heading when the dialog opens, because browsers would focus the close button.
    const root = element.getRootNode()
    if (root instanceof Document || root instanceof ShadowRoot)
      root.getElementById(labelledBy)?.focus()
  }, [isOpen, labelledBy])
  useEffect(() => {
    const element = dialog.current
    return element !== null && isOpen && yields ? yieldToWindows(element) : undefined
  }, [isOpen, yields])
  return (
    <Part
      tag="dialog"
      innerRef={dialog}
      look={look}
      className="kit-dialog"
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      data-status={status}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onPointerDown={(event) => {
        pressed.current = event.target
      }}
      onClick={(event) => {
        // A click on the backdrop has the dialog as its target. A drag that starts in a field and ends on the
        // backdrop does not close the dialog.
        const isBackdrop = event.target === dialog.current && pressed.current === dialog.current
        if (isLightlyDismissed && isBackdrop) onClose()
      }}
    >
      {isOpen && children}
    </Part>
  )
}

/** Props of `Dialog`. */
export interface DialogProps extends PartProps {
  isOpen: boolean
  /** Called when the user wants to close the dialog, for example with Escape. */
  onClose: () => void
  /** The id of the dialog's heading. */
  labelledBy: string
  /** The id of a text that screen readers read after the heading when the dialog opens. */
  describedBy?: string | undefined
  /** Whether pressing the backdrop closes it. @default false */
  isLightlyDismissed?: boolean | undefined
  /**
   * Whether an overlay that other code opens in the page, such as a wallet's SDK, can be used while the dialog
   * is open.
   *
   * @default false
   */
  yields?: boolean | undefined
  children?: ReactNode
  'data-status'?: string | undefined
}
