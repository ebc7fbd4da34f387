import type { FakeWallet } from './FakeWallet.ts'

/**
 * Announces a provider to this page, now and whenever the page asks.
 *
 * @returns a function that stops the announcements.
 */
export function announceFakeWallet(
  { name, rdns, icon }: { name: string; rdns: string; icon: string },
  provider: FakeWallet.Provider,
): () => void {
  const info = Object.freeze({ uuid: crypto.randomUUID(), name, rdns, icon })
  const detail = Object.freeze({ info, provider })
  const announce = () =>
    window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
  window.addEventListener('eip6963:requestProvider', announce)
  announce()
  return () => window.removeEventListener('eip6963:requestProvider', announce)
}
