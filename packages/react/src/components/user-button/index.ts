export { UserButton, type UserButtonProps } from './UserButton.tsx'
export { UserMenuItem, type UserMenuItemProps } from './UserMenuItem.tsx'
