export { RedirectButton, type RedirectButtonProps } from './RedirectButton.tsx'
