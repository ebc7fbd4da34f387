/** An app on a phone. */
export interface WalletApp {
  name: string
  /** The link that opens the app: its scheme, or a web address. The encoded URI is appended. */
  link: string
  /** A web address, for when the scheme opens nothing because the app is missing. */
  fallback?: string | undefined
  /** A URL, or a data URI. @default the mark of a known wallet, otherwise the first letter of its name */
  icon?: string | undefined
}

/** A list of apps, or a function that creates one from the known list. */
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
    // Storage is blocked, so the user has to switch to the app by hand.
  }
}

/** The wallet is on another device, so nothing should be opened here. */
export function forgetApp(): void {
  try {
    localStorage.removeItem(key)
  } catch {
    // Storage is blocked, so nothing was remembered.
  }
}

/** The name of the app that was opened here, if there is one. */
export function findApp(): string | undefined {
  try {
    const { name } = JSON.parse(localStorage.getItem(key) ?? '{}') as { name?: unknown }
    return typeof name === 'string' ? name : undefined
  } catch {
    return undefined
  }
}

/** The SDK's key. */
const key = 'WALLETCONNECT_DEEPLINK_CHOICE'
