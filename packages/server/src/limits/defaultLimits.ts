/** So many points in so many seconds, for each limit. Each is configurable by its name. */
export const defaultLimits = {
  'siwe-challenge-per-client': { points: 30, durationSeconds: 60 },
  'siwe-verify-per-client': { points: 10, durationSeconds: 60 },
  'otp-start-per-client': { points: 10, durationSeconds: 600 },
  'otp-start-per-identifier': { points: 3, durationSeconds: 600 },
  'otp-start-per-identifier-daily': { points: 10, durationSeconds: 86_400 },
  'otp-start-global': { points: 1000, durationSeconds: 600 },
  /** The pause after the first code, in seconds; it doubles with each further one of ten minutes. */
  'otp-resend-pause': { points: 1, durationSeconds: 60 },
  'otp-verify-per-client': { points: 30, durationSeconds: 600 },
  /** Tries of one code. */
  'otp-tries-per-code': { points: 5, durationSeconds: 600 },
  'otp-tries-per-identifier': { points: 10, durationSeconds: 3600 },
  /** Wrong codes one after the other, however slowly: over twenty days. */
  'otp-tries-per-identifier-long': { points: 100, durationSeconds: 1_728_000 },
  /** Wrong codes of the whole app; beyond, each client has `otp-verify-strict` tries. */
  'otp-wrong-global': { points: 500, durationSeconds: 600 },
  'otp-verify-strict': { points: 3, durationSeconds: 600 },
  /** Calls of `/upstream/*` with the app's key alone: whoever they come from, they use it up for all. */
  'upstream-without-session-per-client': { points: 60, durationSeconds: 60 },
  'redirect-per-client': { points: 30, durationSeconds: 60 },
} as const

/** The names of the limits. */
export type LimitName = keyof typeof defaultLimits

/** Points and seconds of a limit. */
export type LimitSetting = { readonly points: number; readonly durationSeconds: number }
