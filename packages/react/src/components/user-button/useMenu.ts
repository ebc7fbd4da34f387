'use client'

import {
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react'

/**
 * The behavior of a menu below its button, following the menu button pattern of WAI-ARIA. When the menu opens,
 * the first item gets the focus. The arrow keys, Home and End move the focus. Escape, Tab, a click elsewhere
 * and the button close the menu. It requires neither the Popover API nor anchor positioning, which the oldest
 * supported browsers lack. If the browser has a top layer, the menu is in it.
 *
 * @see {@link https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/}
 */
export function useMenu() {
  const trigger = useRef<HTMLButtonElement>(null)
  const popover = useRef<HTMLDivElement>(null)
  const [isOpen, setIsOpen] = useState(false)
  const close = useCallback(() => setIsOpen(false), [])
  const items = () => [...(popover.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]

  useEffect(() => {
    const [button, element] = [trigger.current, popover.current]
    if (!isOpen || button === null || element === null) return
    const leave = enterTopLayer(element)
    const follow = () => place(element, button)
    follow()
    element.querySelector<HTMLElement>('[role=menuitem]')?.focus({ preventScroll: true })

    const listening = new AbortController()
    const isInside = (target: EventTarget | undefined) =>
      target instanceof Node && (element.contains(target) || button.contains(target))
    const on = (target: EventTarget, name: string, listen: (event: Event) => void) =>
      target.addEventListener(name, listen, { signal: listening.signal, capture: true })
    on(document, 'pointerdown', (event) => {
      if (!isInside(event.composedPath()[0])) close()
    })
    // When a button is pressed, Safari focuses an ancestor with `tabindex`. That must not close the menu.
    on(document, 'focusin', (event) => {
      const [target] = event.composedPath()
      if (!isInside(target) && target instanceof Node && !target.contains(element)) close()
    })
    on(window, 'resize', follow)
    on(window, 'scroll', follow)
    return () => {
      listening.abort()
      leave()
    }
  }, [isOpen, close])

  return {
    trigger: {
      ref: trigger,
      'aria-haspopup': 'menu' as const,
      'aria-expanded': isOpen,
      onClick: () => setIsOpen(!isOpen),
      onKeyDown(event: KeyboardEvent) {
        if (event.key !== 'ArrowDown') return
        event.preventDefault()
        setIsOpen(true)
      },
    },
    popover: {
      ref: popover,
      'data-open': isOpen || undefined,
      onKeyDown(event: KeyboardEvent) {
        if (event.key === 'Escape' || event.key === 'Tab') {
          // If the menu is inside a dialog, Escape must not close the dialog as well.
          if (event.key === 'Escape') {
            event.preventDefault()
            event.stopPropagation()
          }
          // Moves the focus to the button first, so that Tab and Shift+Tab continue from there.
          trigger.current?.focus({ preventScroll: true })
          close()
          return
        }
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
    },
    menu: {
      onClick(event: MouseEvent) {
        if (event.defaultPrevented) return
        trigger.current?.focus({ preventScroll: true })
        close()
      },
    },
  }
}

/** Puts the element into the top layer, above everything else on the page, if the browser has one. */
function enterTopLayer(element: HTMLElement): () => void {
  try {
    element.showPopover()
    return () => {
      if (element.isConnected) element.hidePopover()
    }
  } catch {
    return () => {}
  }
}

/**
 * Places the menu below the button, or above it if there is more space, aligned with the end of the button and
 * inside the window. On a phone the menu is a sheet at the bottom, which the style sheet places.
 */
function place(element: HTMLElement, button: HTMLElement): void {
  const { style } = element
  if (getComputedStyle(element).getPropertyValue('--kit-sheet') !== '') {
    style.left = style.top = ''
    return
  }
  style.left = style.top = '0px'
  // Without a top layer, `fixed` may be relative to an ancestor with a transform.
  const { left: originX, top: originY, width, height } = element.getBoundingClientRect()
  const { left, right, top, bottom } = button.getBoundingClientRect()
  const { clientWidth, clientHeight } = document.documentElement
  const isRtl = getComputedStyle(button).direction === 'rtl'
  const below = bottom + gap
  const above = top - gap - height
  const x = clamp(isRtl ? left : right - width, clientWidth - width - gap)
  const y = clamp(
    below + height > clientHeight && above > gap ? above : below,
    clientHeight - height - gap,
  )
  // `getBoundingClientRect` returns pixels of the page, but styles are in pixels of an ancestor with `zoom`.
  const zoom = width / element.offsetWidth || 1
  style.left = `${(x - originX) / zoom}px`
  style.top = `${(y - originY) / zoom}px`
}

function clamp(value: number, most: number): number {
  return Math.max(gap, Math.min(value, most))
}

const gap = 8
