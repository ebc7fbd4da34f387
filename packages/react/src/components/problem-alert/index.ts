import { ProblemAlert as Component } from './ProblemAlert.tsx'

export type { ProblemAlertProps } from './ProblemAlert.tsx'

// A separate constant, as for `OtpInput`. Otherwise esbuild loads the component with each hook.
export const ProblemAlert = Component
