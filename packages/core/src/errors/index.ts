export { AuthError } from './AuthError.ts'
export { ProblemDetails } from './ProblemDetails.ts'
export { findRecovery, type ProblemCode, type Recovery, recoveries } from './recoveries.ts'
