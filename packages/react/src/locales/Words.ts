import type { ProblemCode } from '@kit/core'

/** Every word of the components. A locale that lacks one does not compile. */
export interface Words {
  /** A BCP 47 tag, for `Intl`. */
  locale: string
  direction: 'ltr' | 'rtl'
  signIn: Record<
    | 'title'
    | 'description'
    | 'descriptionWallet'
    | 'descriptionEmail'
    | 'or'
    | 'loading'
    | 'tryAgain'
    | 'nothingOffered'
    | 'redirect'
    | 'redirectOpen'
    | 'descriptionRedirect'
    | 'close',
    string
  >
  session: Record<
    | 'signedIn'
    | 'byWallet'
    | 'byRedirect'
    | 'mailUser'
    | 'signOut'
    | 'signingOut'
    | 'registrationRequired'
    | 'pending'
    | 'again'
    | 'againWhy'
    | 'ending'
    | 'endsIn'
    | 'later'
    | 'needed'
    | 'mismatch'
    | 'mismatchWhy'
    | 'switch'
    | 'keep',
    string
  >
  wallets: Record<
    | 'label'
    | 'recent'
    | 'none'
    | 'install'
    | 'browser'
    | 'scan'
    | 'code'
    | 'copy'
    | 'copied'
    | 'notCopied'
    | 'openIn'
    | 'get'
    | 'otherDevice',
    string
  >
  siwe: Record<
    | 'signIn'
    | 'connecting'
    | 'challenging'
    | 'signing'
    | 'awaitingReturn'
    | 'verifying'
    | 'cancel'
    | 'message'
    | 'otherDomain'
    | 'unreadable'
    | 'anyWallet'
    | 'stalled'
    | 'askAgain',
    string
  >
  otp: Record<
    | 'email'
    | 'emailPlaceholder'
    | 'continue'
    | 'sending'
    | 'invalidEmail'
    | 'sent'
    | 'code'
    | 'verify'
    | 'verifying'
    | 'resend'
    | 'resendIn'
    | 'newCode'
    | 'changeEmail'
    | 'attemptsLeft'
    | 'expired'
    | 'exhausted'
    | 'locked'
    | 'support'
    | 'hint'
    | 'complete'
    | 'partial'
    | 'partialDigits'
    | 'notFound'
    | 'notFoundDigits'
    | 'newest'
    | 'validUntil'
    | 'resendReady'
    | 'endsSoon',
    string
  >
  /** One sentence that says what happened, one that says what to do. */
  errors: Record<ProblemCode, string>
}

/** The words that are there from the first paint on. */
export interface FirstWords extends Pick<Words, 'locale' | 'direction' | 'signIn'> {
  session: Pick<
    Words['session'],
    | 'signedIn'
    | 'byWallet'
    | 'byRedirect'
    | 'mailUser'
    | 'signOut'
    | 'signingOut'
    | 'registrationRequired'
    | 'pending'
  >
  wallets: Pick<Words['wallets'], 'label' | 'recent' | 'none' | 'install' | 'browser'>
  siwe: Pick<
    Words['siwe'],
    | 'signIn'
    | 'connecting'
    | 'challenging'
    | 'signing'
    | 'awaitingReturn'
    | 'verifying'
    | 'cancel'
    | 'anyWallet'
    | 'stalled'
    | 'askAgain'
  >
  otp: Pick<
    Words['otp'],
    'email' | 'emailPlaceholder' | 'continue' | 'sending' | 'invalidEmail' | 'support'
  >
  errors: Pick<Words['errors'], 'network_error'>
}

/** Fills in what stands in braces. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (match, name: string) => String(values[name] ?? match))
}
