import { ProblemAlert as Component } from './ProblemAlert.tsx'

export type { ProblemAlertProps } from './ProblemAlert.tsx'

// A separate constant, as for `OtpInput`. Otherwise esbuild loads the component with each hook.
/** Renders what happened and what to do about it, or nothing without an error. */
export const ProblemAlert = Component
