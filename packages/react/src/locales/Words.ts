import type { ProblemCode } from '@kit/core'
import type { Message } from './formatMessage.ts'

/**
 * Every text of the components. A locale with a missing text does not compile, except for texts of errors.
 *
 * Each text is a whole sentence or label: no word is inserted into another sentence. Placeholders in braces
 * stand for a name, a number or a formatted time: `{wallet}` is a product's name, `{when}` a whole phrase
 * such as "in 21 seconds" (`Intl.RelativeTimeFormat`), `{time}` a time of day, `{count}` a number that
 * selects the plural form of its text. If the name is not known, the text whose key ends in `AnyWallet` is
 * used.
 */
export interface Words {
  /** A BCP 47 tag, for `Intl`. */
  locale: string
  direction: 'ltr' | 'rtl'
  signIn: Record<
    | 'title'
    | 'description'
    | 'descriptionWallet'
    | 'descriptionEmail'
    | 'descriptionRedirect'
    | 'or'
    | 'back'
    | 'loading'
    | 'tryAgain'
    /** `{when}`: in 21 seconds */
    | 'tryAgainIn'
    | 'tryAgainLater'
    | 'contactSupport'
    /** `{contact}`: an address or a URL */
    | 'contactSupportAt'
    | 'nothingOffered'
    | 'noScript'
    | 'cookiesBlocked'
    | 'redirect'
    | 'redirectOpen'
    | 'close',
    string
  >
  session: Record<
    | 'signedIn'
    | 'signedOut'
    | 'byWallet'
    | 'byRedirect'
    | 'mailUser'
    | 'signOut'
    | 'signingOut'
    | 'copyAddress'
    | 'addressCopied'
    | 'changeAccount'
    | 'disconnect'
    | 'explorer'
    | 'registrationRequired'
    | 'pending'
    | 'again'
    | 'againWhy'
    | 'ending'
    /** `{when}`: in 2 minutes */
    | 'endsIn'
    | 'ended'
    | 'endedWhy'
    | 'extend'
    | 'extending'
    | 'extended'
    | 'later'
    | 'needed'
    | 'mismatch'
    /** `{session}` and `{wallet}`: accounts */
    | 'mismatchWhy'
    /** `{wallet}`: an account */
    | 'switch'
    /** `{session}`: an account */
    | 'keep'
    | 'endedByAccount'
    | 'endedByNetwork'
    | 'endedByDisconnect',
    string
  >
  sessions: Record<
    | 'title'
    | 'current'
    | 'unknown'
    /** `{when}`: 5 minutes ago */
    | 'lastUsed'
    | 'none'
    | 'endOthers'
    | 'ended'
    | 'othersEnded',
    string
  >
  identities: Record<
    | 'title'
    | 'addEmail'
    | 'addWallet'
    /** `{identity}`: an email address, or a short account */
    | 'added'
    | 'remove'
    | 'removing'
    /** `{identity}`: the same */
    | 'removed',
    string
  >
  wallets: Record<
    | 'label'
    | 'recent'
    | 'installed'
    | 'none'
    | 'install'
    | 'browser'
    | 'otherAccount'
    | 'otherWallet'
    | 'scan'
    | 'code'
    | 'copy'
    | 'copied'
    | 'notCopied'
    | 'openIn'
    | 'openInAnyWallet'
    | 'get'
    | 'otherDevice'
    /** `{wallet}`: a wallet whose app has a browser */
    | 'openHere',
    string
  >
  siwe: Record<
    | 'signIn'
    | 'connecting'
    | 'connectingAnyWallet'
    | 'challenging'
    /** `{network}`: a chain's name */
    | 'switchNetwork'
    /** `{networks}`: a list of chains' names */
    | 'networks'
    | 'signing'
    | 'signingAnyWallet'
    | 'awaitingReturn'
    | 'awaitingReturnAnyWallet'
    | 'verifying'
    | 'cancel'
    | 'message'
    | 'otherDomain'
    | 'unreadable'
    | 'stalled'
    | 'stalledAnyWallet'
    | 'retryPrompt'
    | 'retryPromptAnyWallet'
    | 'otherOwners',
    string
  >
  otp: Record<
    | 'email'
    | 'emailPlaceholder'
    | 'continue'
    | 'sending'
    | 'invalidEmail'
    /** `{email}`: the corrected address, on a button */
    | 'suggestion'
    | 'code'
    | 'verify'
    | 'verifying'
    | 'resend'
    | 'newCode'
    | 'changeEmail'
    | 'expired'
    | 'exhausted'
    | 'locked'
    | 'lost'
    /** `{button}`: what `verify` says */
    | 'pressVerify'
    /** `{button}`: what `verify` says */
    | 'checkFilled'
    | 'complete'
    | 'newest'
    /** `{time}`: 14:05 */
    | 'validUntil'
    | 'resendReady'
    | 'endsSoon',
    string
  > &
    Record<
      /** `{email}`, and `{count}` digits or characters */
      | 'sentDigits'
      | 'sent'
      | 'hintDigits'
      | 'hint'
      | 'attemptsLeft'
      | 'partialDigits'
      | 'partial'
      | 'notFoundDigits'
      | 'notFound',
      Message
    >
  /** Inside a frame of another site, in which the browser stores no cookie. */
  frame: Record<'blocked' | 'ownWindow', string>
  /** The text between `<terms>` and `</terms>`, or between `<privacy>` and `</privacy>`, becomes a link. */
  terms: Record<'both' | 'terms' | 'privacy', string>
  /**
   * What happened and what to do about it. If the remedy is to wait or to contact support, the sentence only
   * says what happened: `tryAgainIn` or `contactSupport` follow it. A code without a text is shown in
   * English, and a development build warns about it in the console.
   */
  errors: Partial<Record<ProblemCode, string>>
}

/** The texts that are needed for the first paint. */
export interface FirstWords extends Pick<Words, 'locale' | 'direction' | 'signIn' | 'terms'> {
  session: Pick<
    Words['session'],
    | 'signedIn'
    | 'signedOut'
    | 'byWallet'
    | 'byRedirect'
    | 'mailUser'
    | 'signOut'
    | 'signingOut'
    | 'copyAddress'
    | 'addressCopied'
    | 'changeAccount'
    | 'disconnect'
    | 'explorer'
    | 'registrationRequired'
    | 'pending'
  >
  wallets: Pick<
    Words['wallets'],
    | 'label'
    | 'recent'
    | 'installed'
    | 'none'
    | 'install'
    | 'browser'
    | 'otherAccount'
    | 'otherWallet'
  >
  siwe: Pick<
    Words['siwe'],
    | 'signIn'
    | 'connecting'
    | 'connectingAnyWallet'
    | 'challenging'
    | 'switchNetwork'
    | 'networks'
    | 'signing'
    | 'signingAnyWallet'
    | 'awaitingReturn'
    | 'awaitingReturnAnyWallet'
    | 'verifying'
    | 'cancel'
    | 'stalled'
    | 'stalledAnyWallet'
    | 'retryPrompt'
    | 'retryPromptAnyWallet'
    | 'otherOwners'
  >
  otp: Pick<
    Words['otp'],
    'email' | 'emailPlaceholder' | 'continue' | 'sending' | 'invalidEmail' | 'suggestion'
  >
  errors: { network_error?: string | undefined }
}
