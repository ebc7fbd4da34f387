/**
 * The limits. Each allows a number of points in a number of seconds, and can be configured by its name.
 *
 * A "client" is the network address of a request. For IPv6 it is a /64, and the /56 and /48 around it have 4
 * and 16 times the points. A "known browser" has signed in as this user before, and is recognized by its device
 * cookie. A "stranger" is any other browser, counted by its client. A "requester" is the known browser or the
 * stranger that sends a request. They have separate limits, so that strangers cannot use up the limits of the
 * account's owner.
 *
 * `docs/email-codes.md` explains the numbers for codes, and `bench/odds.ts` computes the odds.
 */
export const defaultLimits = {
  'siwe-challenge-per-client': { points: 30, durationSeconds: 60 },
  'siwe-verify-per-client': { points: 10, durationSeconds: 60 },
  'redirect-per-client': { points: 30, durationSeconds: 60 },
  /** Calls to `/upstream/*` that are sent with only the app's key, whose limit at the upstream all users share. */
  'upstream-without-session-per-client': { points: 60, durationSeconds: 60 },

  /** Requests for codes. When one of these limits is reached, only the requester has to wait. */
  'otp-start-per-client': { points: 10, durationSeconds: 600 },
  'otp-start-per-identifier': { points: 3, durationSeconds: 600 },
  'otp-start-per-identifier-daily': { points: 10, durationSeconds: 86_400 },
  /** The pause after the first code. It doubles after the second code and again after the third, and then stays. */
  'otp-resend-pause': { points: 1, durationSeconds: 60 },
  /**
   * Emails to one user that strangers requested. Between two emails is a pause, which grows with each email. A
   * request during the pause sends nothing: the code that is already in the mailbox is valid for it. When the
   * limit is reached, the pause is five minutes.
   */
  'otp-mails-per-user': { points: 3, durationSeconds: 86_400 },
  /**
   * Emails that strangers requested to other spellings of one mailbox's address, such as `ada+1@`. When the
   * limit is reached, spellings without an account together get one email in five minutes. Spellings with an
   * account are not affected.
   */
  'otp-mails-per-mailbox': { points: 20, durationSeconds: 86_400 },
  /**
   * Requests for codes by strangers in the whole app. When the limit is reached, `otp-start-strict` applies to
   * each client.
   */
  'otp-start-global': { points: 1000, durationSeconds: 600 },
  'otp-start-strict': { points: 2, durationSeconds: 600 },

  /** Attempts by one requester, with right or wrong codes. */
  'otp-verify-per-client': { points: 30, durationSeconds: 600 },
  /** Attempts with one code in one browser. */
  'otp-tries-per-code': { points: 5, durationSeconds: 600 },
  /** Wrong codes from a known browser. When the limit is reached, the browser counts as a stranger. */
  'otp-wrong-per-device': { points: 10, durationSeconds: 86_400 },
  /**
   * Wrong codes by one stranger for one user. When the limit is reached, this stranger can no longer try codes
   * of this user.
   */
  'otp-wrong-per-client-and-user': { points: 8, durationSeconds: 86_400 },
  /**
   * Wrong codes by strangers: all of them for one user, and one client for all users. When either limit is
   * reached, they need two correct codes in a row.
   */
  'otp-wrong-per-user': { points: 25, durationSeconds: 2_592_000 },
  'otp-wrong-per-client': { points: 5, durationSeconds: 86_400 },
  /**
   * Wrong codes by strangers in the whole app. When the limit is reached, a client that has also reached
   * `otp-wrong-strict` needs two correct codes in a row.
   */
  'otp-wrong-global': { points: 5000, durationSeconds: 86_400 },
  'otp-wrong-strict': { points: 1, durationSeconds: 86_400 },
  /** Wrong second codes. When the limit is reached, the user has to start again with a first code. */
  'otp-wrong-second-code': { points: 2, durationSeconds: 1800 },
} as const

/** The names of the limits. */
export type LimitName = keyof typeof defaultLimits

/** How many points a limit allows, and in how many seconds. */
export type LimitSetting = { readonly points: number; readonly durationSeconds: number }
