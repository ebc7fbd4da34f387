import { RedirectButton as Component } from './RedirectButton.tsx'

export type { RedirectButtonProps } from './RedirectButton.tsx'

// A separate constant, as for `OtpInput`. Otherwise esbuild loads the component with the card.
/** Renders a button that signs in on the upstream's page. */
export const RedirectButton = Component
