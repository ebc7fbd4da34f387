/* Stands in for shadcn's menu where the registry's sources are tested, always open. An app has its own. */
import type { ComponentProps } from 'react'

export const DropdownMenu = (props: ComponentProps<'div'>) => <div {...props} />
export const DropdownMenuContent = (props: ComponentProps<'div'>) => <div role="menu" {...props} />
export const DropdownMenuTrigger = (props: ComponentProps<'button'>) => (
  <button type="button" {...props} />
)
export const DropdownMenuItem = (props: ComponentProps<'button'>) => (
  <button type="button" role="menuitem" {...props} />
)
