import { ProblemAlert as Component } from './ProblemAlert.tsx'

export type { ProblemAlertProps } from './ProblemAlert.tsx'

// A binding of its own, as that of `OtpInput` is: else esbuild loads the part with each hook.
export const ProblemAlert = Component
