import type { ReactElement } from 'react'

/** The names of the icons, which are drawn next to text with the same meaning. */
export type IconName = keyof typeof paths

/** Renders one of the Kit's icons, hidden from screen readers. */
export function Icon({ name }: { name: IconName }): ReactElement {
  return (
    <svg className="kit-icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  )
}

const paths = {
  back: 'M11 6l-6 6 6 6M5 12h14',
  chevron: 'm7 10 5 5 5-5',
  close: 'M6 6l12 12M18 6 6 18',
  mail: 'M4 6h16v12H4zm0 1 8 6 8-6',
  page: 'M14 4h4.5v16H14M9 8l4 4-4 4M4 12h9',
  phone: 'M7 3h10v18H7zm4 15h2',
  wallet: 'M17 8V5H6a2 2 0 0 0 0 4h13.5v10H6a2 2 0 0 1-2-2V7m12 7h.01',
} as const
