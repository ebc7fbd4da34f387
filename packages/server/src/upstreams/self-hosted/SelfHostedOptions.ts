import type { MailBrand, SendCode } from './mail/CodeMail.ts'
import type { Identity, User, Users } from './users/Users.ts'

/** The options of `selfHosted`. */
export interface SelfHostedOptions<users extends Users = Users> {
  /** Where users are stored: `sqliteUsers`, `postgresUsers`, or your own five functions. */
  readonly users: users
  /**
   * Sends an email with a code: `smtp({ url, from })`, or any function, such as `({ to, subject, html, text })
   * => resend.emails.send({ from, to, subject, html, text })`. Without it, users can only sign in with wallets.
   */
  readonly sendCode?: SendCode | undefined
  /** How emails present the app. */
  readonly brand?: MailBrand | undefined
  /** RPCs by chain id, for contract accounts (ERC-1271, ERC-6492). Ordinary wallets need none. */
  readonly rpcUrls?: Readonly<Record<number, string>> | undefined
  /**
   * Decides which new users may sign up. With `closed`, or if the function returns false, a new user is refused
   * only after proving that the email address or wallet is theirs.
   * @default 'open'
   */
  readonly signUp?: 'open' | 'closed' | ((identity: Identity) => Promise<boolean>) | undefined
  /** The number of digits of a code, 6 to 10. @default 6 */
  readonly codeLength?: number | undefined
  /** How long a code is valid, in s, 60 to 3600. @default 600 */
  readonly codeLifetimeSeconds?: number | undefined
  /**
   * Called once for each new user, after the user is created and before the session opens. If it rejects, the
   * sign-in fails, but the user exists and this is not called again. Put work that must not be missed into
   * `onSignIn`.
   */
  readonly onSignUp?: ((user: User) => unknown) | undefined
  /** Called at each sign-in, before the session opens. If it rejects, the sign-in fails. */
  readonly onSignIn?: ((user: User) => unknown) | undefined
}
