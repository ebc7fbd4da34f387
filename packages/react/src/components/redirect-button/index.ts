import { RedirectButton as Component } from './RedirectButton.tsx'

export type { RedirectButtonProps } from './RedirectButton.tsx'

// A separate binding, as for `OtpInput`: otherwise esbuild loads the component with the card.
export const RedirectButton = Component
