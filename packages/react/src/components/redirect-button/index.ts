import { RedirectButton as Component } from './RedirectButton.tsx'

export type { RedirectButtonProps } from './RedirectButton.tsx'

// A separate constant, as for `OtpInput`. Otherwise esbuild loads the component with the card.
export const RedirectButton = Component
