import { OtpInput as Component } from './OtpInput.tsx'

export type { OtpCompletion } from './attachOtpField.ts'
export type { OtpInputPart, OtpInputProps } from './OtpInput.tsx'

// A separate binding: if an entry point only re-exports a component, esbuild loads it with every page that
// uses the entry point, and the card's first load is 2.6 kB larger.
export const OtpInput = Component
