'use client'

import { type FocusEvent, type RefObject, useEffect, useRef } from 'react'

/**
 * Keeps the focus inside an element whose content is replaced. Otherwise the focus of a keyboard user would
 * move to the top of the page when the focused button disappears.
 *
 * @param content - identifies the content; `undefined` while it is not known.
 * @returns props to spread on the element, and a ref for the child that receives the focus (`tabIndex={-1}`).
 */
export function useFocusKeeper<target extends HTMLElement>(
  content: string | undefined,
): useFocusKeeper.ReturnType<target> {
  const target = useRef<target>(null)
  const hasFocus = useRef(false)
  const shown = useRef(content)

  useEffect(() => {
    if (content === undefined) return
    const isExchanged = shown.current !== undefined && shown.current !== content
    shown.current = content
    if (isExchanged && hasFocus.current) target.current?.focus({ preventScroll: true })
  }, [content])

  return {
    target,
    handlers: {
      onFocus: () => {
        hasFocus.current = true
      },
      // If the whole window loses the focus, for example to a wallet's window, the active element stays the
      // same.
      onBlur: ({ currentTarget, relatedTarget }) => {
        hasFocus.current = currentTarget.contains(
          relatedTarget instanceof Node ? relatedTarget : document.activeElement,
        )
      },
    },
  }
}

export declare namespace useFocusKeeper {
  type ReturnType<target extends HTMLElement> = {
    target: RefObject<target | null>
    handlers: { onFocus: () => void; onBlur: (event: FocusEvent<HTMLElement>) => void }
  }
}
