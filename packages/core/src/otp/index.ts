export { normalizeOtp } from './normalizeOtp.ts'
export { OtpDelivery } from './OtpDelivery.ts'
export { OtpStartRequest, OtpVerifyRequest, otpEndpoints } from './otpEndpoints.ts'
export {
  type OtpLoginEvent,
  type OtpLoginState,
  otpLoginMachine,
  otpLoginStart,
} from './otpLoginMachine.ts'
