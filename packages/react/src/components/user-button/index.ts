export { UserButton, type UserButtonProps } from './UserButton.tsx'
