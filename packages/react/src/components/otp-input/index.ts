import { OtpInput as Component } from './OtpInput.tsx'

export type { OtpCompletion } from './attachOtpField.ts'
export type { OtpInputPart, OtpInputProps } from './OtpInput.tsx'

// A binding of its own: where a door only passes a part on, esbuild loads the part with every page that
// uses the door, and the card's first load is 2.6 kB larger.
export const OtpInput = Component
