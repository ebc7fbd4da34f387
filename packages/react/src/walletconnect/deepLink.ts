/** An app on a phone. */
export interface WalletApp {
  name: string
  /** By which the app opens: its own scheme, or an address of the web. The URI goes behind it, encoded. */
  link: string
  /** Where the scheme opens nothing, because the app is missing: an address of the web. */
  fallback?: string | undefined
}

/**
 * Tells WalletConnect's SDK which app the user has opened: it opens that one for each request, as long as
 * the request begins in a tap.
 */
export function rememberApp({ name, link }: WalletApp): void {
  try {
    const href = link.replace(/wc\?uri=$/, '')
    localStorage.setItem(key, JSON.stringify({ href, name }))
  } catch {
    // Storage is blocked: the user goes to the app on their own, as without this.
  }
}

/** The wallet is on another device: nothing is to be opened here. */
export function forgetApp(): void {
  try {
    localStorage.removeItem(key)
  } catch {
    // As above: then nothing was remembered.
  }
}

/** The name of the app that was opened here, if one was. */
export function findApp(): string | undefined {
  try {
    const { name } = JSON.parse(localStorage.getItem(key) ?? '{}') as { name?: unknown }
    return typeof name === 'string' ? name : undefined
  } catch {
    return undefined
  }
}

/** The SDK's. */
const key = 'WALLETCONNECT_DEEPLINK_CHOICE'
