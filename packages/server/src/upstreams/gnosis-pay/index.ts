export type {
  GnosisPay,
  GnosisPayOptions,
  SignUpDetails,
  V1Options,
  V2Options,
} from './GnosisPayOptions.ts'
export { gnosisPay } from './gnosisPay.ts'
