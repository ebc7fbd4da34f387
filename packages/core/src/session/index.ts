export { Method, Session } from './Session.ts'
export { SessionAnswer, SignedInAnswer, sessionEndpoints } from './sessionEndpoints.ts'
