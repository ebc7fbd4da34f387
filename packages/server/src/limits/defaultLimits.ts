/**
 * The limits, each a number of points in a number of seconds and configurable by its name.
 *
 * "Client" is the network address of a request. For IPv6 it is a /64, and the /56 and /48 around it have 4
 * and 16 times the points. "Requester" is a browser that has signed in as this user before, recognized by its
 * device cookie, or otherwise the client: what a stranger spends does not count against the owner.
 *
 * `docs/email-codes.md` explains the numbers for codes, and `bench/odds.ts` computes the odds.
 */
export const defaultLimits = {
  'siwe-challenge-per-client': { points: 30, durationSeconds: 60 },
  'siwe-verify-per-client': { points: 10, durationSeconds: 60 },
  'redirect-per-client': { points: 30, durationSeconds: 60 },
  /** Calls of `/upstream/*` with only the app's key, whose limit all users share. */
  'upstream-without-session-per-client': { points: 60, durationSeconds: 60 },

  /** Requests for codes. Beyond a limit only the requester waits. */
  'otp-start-per-client': { points: 10, durationSeconds: 600 },
  'otp-start-per-identifier': { points: 3, durationSeconds: 600 },
  'otp-start-per-identifier-daily': { points: 10, durationSeconds: 86_400 },
  /** The pause after the first code, in seconds. It doubles after each further code, twice. */
  'otp-resend-pause': { points: 1, durationSeconds: 60 },
  /**
   * Emails to one user that strangers requested. Between them is a pause, which grows to five minutes: a
   * request during the pause gets the code that is already in the mailbox. Beyond the points the pause is
   * five minutes.
   */
  'otp-mails-per-user': { points: 3, durationSeconds: 86_400 },
  /**
   * Emails to other spellings of one mailbox's address, such as `ada+1@`, that strangers requested. Beyond it, one
   * spelling without an account gets an email in five minutes. Those with an account are not affected.
   */
  'otp-mails-per-mailbox': { points: 20, durationSeconds: 86_400 },
  /** Requests by strangers in the whole app. Beyond it, each client has `otp-start-strict`. */
  'otp-start-global': { points: 1000, durationSeconds: 600 },
  'otp-start-strict': { points: 2, durationSeconds: 600 },

  /** Attempts by one requester, right or wrong. */
  'otp-verify-per-client': { points: 30, durationSeconds: 600 },
  /** Attempts with one code in one browser. */
  'otp-tries-per-code': { points: 5, durationSeconds: 600 },
  /**
   * Wrong codes from a browser that has signed in as this user. Beyond it, the browser counts as a stranger.
   */
  'otp-wrong-per-device': { points: 10, durationSeconds: 86_400 },
  /** Wrong codes by one stranger for one user. Beyond it, this stranger is locked out for this user. */
  'otp-wrong-per-client-and-user': { points: 8, durationSeconds: 86_400 },
  /** Wrong codes by strangers. Beyond one of these two, they need two right codes in a row. */
  'otp-wrong-per-user': { points: 25, durationSeconds: 2_592_000 },
  'otp-wrong-per-client': { points: 5, durationSeconds: 86_400 },
  /**
   * Wrong codes by strangers in the whole app. Beyond it, clients need two codes from `otp-wrong-strict` on.
   */
  'otp-wrong-global': { points: 5000, durationSeconds: 86_400 },
  'otp-wrong-strict': { points: 1, durationSeconds: 86_400 },
  /** Wrong second codes. Beyond it, the first one has to be entered again. */
  'otp-wrong-second-code': { points: 2, durationSeconds: 1800 },
} as const

/** The names of the limits. */
export type LimitName = keyof typeof defaultLimits

/** The points and seconds of a limit. */
export type LimitSetting = { readonly points: number; readonly durationSeconds: number }
