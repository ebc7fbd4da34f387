export type { OtpShape } from './editOtp.ts'
export { type OtpInputText, otpInputText } from './OtpInput.text.ts'
export {
  OtpInput,
  type OtpInputPart,
  type OtpInputProps,
  type OtpInputState,
  otpInputDataAttributes,
} from './OtpInput.tsx'
export type { OtpCompletion } from './useOtpField.ts'
