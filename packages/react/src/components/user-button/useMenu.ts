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
 * A menu below its button, by WAI-ARIA's menu button pattern. When it opens, the first item gets the focus;
 * arrows, Home and End move the focus; Escape, Tab, a press elsewhere and the button close it. It works
 * without the Popover API and without anchor positioning, which the oldest engines lack. If there is a top
 * layer, the menu is in it.
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
    // Safari focuses an ancestor with `tabindex` when a button is pressed, which must not close the menu.
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
          // A dialog around the menu must not close with it.
          if (event.key === 'Escape') {
            event.preventDefault()
            event.stopPropagation()
          }
          // From the button, Tab moves on to what follows it, and Shift+Tab to what precedes it.
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

/** Puts the element above everything else on the page, if the browser can. */
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
 * Places the menu below the button, or above it if there is more room, aligned with the button's end and
 * inside of the window. On a phone it is a sheet at the bottom, which the style sheet places.
 */
function place(element: HTMLElement, button: HTMLElement): void {
  const { style } = element
  if (getComputedStyle(element).getPropertyValue('--kit-sheet') !== '') {
    style.left = style.top = ''
    return
  }
  style.left = style.top = '0px'
  // Outside of the top layer, `fixed` is relative to an ancestor with a transform.
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
  // Rectangles have the page's pixels; a style has those of an ancestor with a `zoom`.
  const zoom = width / element.offsetWidth || 1
  style.left = `${(x - originX) / zoom}px`
  style.top = `${(y - originY) / zoom}px`
}

function clamp(value: number, most: number): number {
  return Math.max(gap, Math.min(value, most))
}

const gap = 8
