export {
  RedirectStartAnswer,
  RedirectStartRequest,
  redirectCallback,
  redirectEndpoints,
} from './redirectEndpoints.ts'
export {
  type RedirectLoginEvent,
  type RedirectLoginState,
  redirectLoginMachine,
  redirectLoginStart,
} from './redirectLoginMachine.ts'
