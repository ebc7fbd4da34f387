export type { OtpCompletion } from './attachOtpField.ts'
export { OtpInput, type OtpInputPart, type OtpInputProps } from './OtpInput.tsx'
