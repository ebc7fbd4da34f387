'use client'

import { type FocusEvent, type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react'

/**
 * The keyboard of a menu in a popover, as WAI-ARIA's pattern for menu buttons has it: opened, the first
 * item has the focus; arrows, Home and End move it; Tab leaves and closes. Escape is the platform's.
 *
 * @see {@link https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/}
 */
export function useMenu() {
  const popover = useRef<HTMLDivElement>(null)
  const items = () => [...(popover.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]

  useEffect(() => {
    const element = popover.current
    const focusFirst = () => {
      if (element?.matches(':popover-open'))
        element.querySelector<HTMLElement>('[role=menuitem]')?.focus()
    }
    element?.addEventListener('toggle', focusFirst)
    return () => element?.removeEventListener('toggle', focusFirst)
  }, [])

  return {
    trigger: {
      onKeyDown(event: KeyboardEvent<HTMLElement>) {
        if (event.key !== 'ArrowDown') return
        event.preventDefault()
        event.currentTarget.click()
      },
    },
    popover: {
      ref: popover,
      onKeyDown(event: KeyboardEvent) {
        const all = items()
        const at = all.findIndex((item) => item.matches(':focus'))
        const targets: Record<string, number> = {
          ArrowDown: at + 1,
          ArrowUp: at - 1,
          Home: 0,
          End: -1,
        }
        const target = targets[event.key]
        if (target === undefined) return
        event.preventDefault()
        all.at(target % all.length)?.focus()
      },
      onBlur({ currentTarget, relatedTarget }: FocusEvent) {
        if (relatedTarget !== null && !currentTarget.contains(relatedTarget))
          popover.current?.hidePopover()
      },
    },
    menu: {
      onClick(event: MouseEvent) {
        if (!event.defaultPrevented) popover.current?.hidePopover()
      },
    },
  }
}
