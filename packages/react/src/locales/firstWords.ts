import type { FirstWords } from './Words.ts'

/**
 * The English words that a first look at the card needs, and those for when nothing else can be loaded.
 * The rest stands in `en.ts`, and comes with the first part or error that needs it.
 */
export const firstWords = {
  locale: 'en',
  direction: 'ltr',
  signIn: {
    title: 'Sign in',
    description: 'Use a wallet, or a code by e-mail.',
    descriptionWallet: 'Use a wallet.',
    descriptionEmail: 'Get a code by e-mail.',
    or: 'or',
    loading: 'Loading …',
    tryAgain: 'Try again',
    nothingOffered: 'There is no way to sign in at the moment.',
    redirect: 'Continue on the sign-in page',
    redirectOpen: 'Finish in the window that opened, then come back here.',
    descriptionRedirect: 'You sign in on another page.',
    close: 'Close',
  },
  session: {
    signedIn: 'Signed in',
    byWallet: 'With a wallet',
    byRedirect: 'On the sign-in page',
    mailUser: 'Signed in by e-mail',
    signOut: 'Sign out',
    signingOut: 'Signing out …',
    registrationRequired: 'Your account is not complete yet: finish the registration.',
    pending: 'Your account is being checked.',
  },
  wallets: {
    label: 'Wallets',
    recent: 'Recent',
    none: 'No wallet was found in this browser.',
    install: 'Get a wallet',
    browser: 'Browser wallet',
  },
  siwe: {
    signIn: 'Sign in with Ethereum',
    connecting: 'Answer in {wallet} to connect.',
    challenging: 'Preparing the message …',
    signing: 'Sign the message in {wallet}.',
    awaitingReturn: 'Sign in {wallet}, then come back here.',
    verifying: 'Checking the signature …',
    cancel: 'Cancel',
    anyWallet: 'your wallet',
    stalled: 'Nothing came from {wallet} yet. Is its request still open?',
    askAgain: 'Open {wallet} again',
  },
  otp: {
    email: 'E-mail address',
    emailPlaceholder: 'you@example.com',
    continue: 'Continue with e-mail',
    sending: 'Sending …',
    invalidEmail: 'Type an e-mail address, such as you@example.com.',
    support: 'Or write to {contact}.',
  },
  errors: {
    network_error: 'There is no connection to the server. Check yours and try again.',
  },
} as const satisfies FirstWords
