import { createSafeStorage } from '../login/createSafeStorage.ts'

/** The wallet that opened this browser's session. */
export interface SessionWallet {
  /** The id of the wallet's connector. Unlike its `uid`, it is the same at each visit. */
  id: string
  /** When the session began. This identifies the session. */
  at: string
}

/** Stores the wallet for all tabs and the next visit, or only for this page if storage is blocked. */
export function rememberSessionWallet(wallet: SessionWallet): void {
  remembered = wallet
  storage.setItem(key, JSON.stringify(wallet))
}

/** Returns the id of the connector that opened the session with this start; `undefined` if it is unknown. */
export function findSessionWallet(at: string): string | undefined {
  const wallet = read(storage.getItem(key)) ?? remembered
  return wallet?.at === at ? wallet.id : undefined
}

let remembered: SessionWallet | undefined
const storage = /* @__PURE__ */ createSafeStorage(() => localStorage)
const key = 'kit:wallet'

function read(text: string | null): SessionWallet | undefined {
  try {
    const value: unknown = JSON.parse(text ?? 'null')
    if (typeof value !== 'object' || value === null) return undefined
    if (!('id' in value && 'at' in value)) return undefined
    const { id, at } = value
    return typeof id === 'string' && typeof at === 'string' ? { id, at } : undefined
  } catch {
    return undefined
  }
}
