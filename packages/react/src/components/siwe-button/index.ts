export { SiweButton, type SiweButtonProps } from './SiweButton.tsx'
