'use client'

import { type FocusEvent, type RefObject, useEffect, useRef } from 'react'

/**
 * Keeps the focus in a part whose content is replaced: otherwise a keyboard user whose button disappears
 * would start again at the top of the page.
 *
 * @param content - identifies what is shown; `undefined` while nothing is known.
 * @returns props to spread on the part, and the ref of the element that receives the focus (`tabIndex={-1}`).
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
      // A window that loses the focus keeps its active element, for example while a wallet's window is open.
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
