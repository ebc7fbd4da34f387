import { ProblemAlert as Component } from './ProblemAlert.tsx'

export type { ProblemAlertProps } from './ProblemAlert.tsx'

// A separate binding, as for `OtpInput`: otherwise esbuild loads the component with each hook.
export const ProblemAlert = Component
