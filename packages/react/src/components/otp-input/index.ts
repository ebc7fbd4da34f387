import { OtpInput as Component } from './OtpInput.tsx'

export type { OtpCompletion } from './attachOtpField.ts'
export type { OtpInputPart, OtpInputProps } from './OtpInput.tsx'

// A separate constant. If an entry point re-exports a component directly, esbuild loads the component on every
// page that uses the entry point, which makes the card's first load 2.6 kB larger.
/** Renders one `<input>` for a code that was sent to the user, drawn as a row of cells. */
export const OtpInput = Component
