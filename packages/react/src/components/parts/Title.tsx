import { forwardRef, type ReactNode } from 'react'

/**
 * The heading of a card or dialog, which can receive the focus. It is not an `<h2>`, because a page's `h2 {
 * font: … }` would override the card's style if it is not in a cascade layer, and because the app chooses the
 * level.
 */
export const Title = forwardRef<HTMLDivElement, TitleProps>(function Title(
  { id, level = 2, children },
  ref,
) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the comment above.
    <div className="kit-title" id={id} ref={ref} role="heading" aria-level={level} tabIndex={-1}>
      {children}
    </div>
  )
})

interface TitleProps {
  id: string
  level?: HeadingLevel | undefined
  children?: ReactNode
}

/** The level of a heading in the page's outline. */
export type HeadingLevel = 1 | 2 | 3 | 4 | 5 | 6
