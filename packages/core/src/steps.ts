/*
 * What a sign-in takes once it is under way, for parts of `@kit/react` that are loaded later: see
 * `index.ts`.
 */
export { findIssue } from './contract/findIssue.ts'
export { AuthError } from './errors/AuthError.ts'
export { CodedError } from './errors/CodedError.ts'
export { findRecovery } from './errors/recoveries.ts'
export { OtpDelivery } from './otp/OtpDelivery.ts'
export { otpLoginMachine, otpLoginStart } from './otp/otpLoginMachine.ts'
export { redirectLoginMachine, redirectLoginStart } from './redirect/redirectLoginMachine.ts'
export { createSiweMessage } from './siwe/createSiweMessage.ts'
export { lintSiweMessage } from './siwe/lintSiweMessage.ts'
export { parseSiweMessage } from './siwe/parseSiweMessage.ts'
export { siweLoginMachine } from './siwe/siweLoginMachine.ts'
