import { RedirectButton as Component } from './RedirectButton.tsx'

export type { RedirectButtonProps } from './RedirectButton.tsx'

// A binding of its own, as that of `OtpInput` is: else esbuild loads the part with the card.
export const RedirectButton = Component
