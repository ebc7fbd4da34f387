/* Replaces shadcn's menu in tests of the registry's files, and is always open. Apps use their own component. */
import type { ComponentProps } from 'react'

export const DropdownMenu = (props: ComponentProps<'div'>) => <div {...props} />
export const DropdownMenuContent = (props: ComponentProps<'div'>) => <div role="menu" {...props} />
export const DropdownMenuTrigger = (props: ComponentProps<'button'>) => (
  <button type="button" {...props} />
)
export const DropdownMenuItem = (props: ComponentProps<'button'>) => (
  <button type="button" role="menuitem" {...props} />
)
