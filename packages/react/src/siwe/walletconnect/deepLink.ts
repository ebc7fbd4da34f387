/** An app on a phone. */
export interface WalletApp {
  name: string
  /**
   * The link that opens the app: a URL with the app's scheme, or a web URL. The encoded pairing URI is
   * appended.
   */
  link: string
  /** A web URL, in case the scheme opens nothing because the app is not installed. */
  fallback?: string | undefined
  /** The icon's URL or data URI. @default the logo of a known wallet, or the first letter of its name */
  icon?: string | undefined
}

/** A list of apps, or a function that receives the default list and returns one. */
export type WalletApps =
  | readonly WalletApp[]
  | ((known: readonly WalletApp[]) => readonly WalletApp[])

/**
 * Tells WalletConnect's SDK which app the user has opened. The SDK then opens that app for each request that
 * starts during a tap.
 */
export function rememberApp({ name, link }: WalletApp): void {
  try {
    const href = link.replace(/wc\?uri=$/, '')
    localStorage.setItem(key, JSON.stringify({ href, name }))
  } catch {
    // Storage is blocked, so the user has to switch to the app manually.
  }
}

/** Forgets the app, because the wallet is on another device, so that no app is opened here. */
export function forgetApp(): void {
  try {
    localStorage.removeItem(key)
  } catch {
    // Storage is blocked, so there is nothing to forget.
  }
}

/** Returns the name of the app that was opened on this device, if there is one. */
export function findApp(): string | undefined {
  try {
    const { name } = JSON.parse(localStorage.getItem(key) ?? '{}') as { name?: unknown }
    return typeof name === 'string' ? name : undefined
  } catch {
    return undefined
  }
}

/** The SDK's key in `localStorage`. */
const key = 'WALLETCONNECT_DEEPLINK_CHOICE'
