'use client'

import type { MouseEventHandler, ReactNode } from 'react'
import { Part, type PartProps } from '../parts/Part.tsx'

/**
 * Renders a `<button>` in the menu of `UserButton` that closes the menu. Use `render` for another element.
 *
 * @example
 * <UserButton>
 *   <UserMenuItem render={<a href="/account" />}>Account</UserMenuItem>
 * </UserButton>
 */
export function UserMenuItem({ onClick, children, ...look }: UserMenuItemProps) {
  return (
    <Part
      tag="button"
      type={look.render === undefined ? 'button' : undefined}
      look={look}
      className="kit-menu-item"
      role="menuitem"
      tabIndex={-1}
      onClick={onClick}
    >
      {children}
    </Part>
  )
}

/** Props of `UserMenuItem`. */
export interface UserMenuItemProps extends PartProps {
  /**
   * Called when the item is chosen by a click, Enter or Space. The menu closes unless the event's default is
   * prevented.
   */
  onClick?: MouseEventHandler<HTMLElement> | undefined
  children?: ReactNode
}
