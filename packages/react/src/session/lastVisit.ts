import type { Method } from '@kit/core'
import { createSafeStorage } from '../login/createSafeStorage.ts'

/**
 * The backend's last answer on the previous visit. With it, the next page can be drawn before the backend
 * answers.
 */
export interface LastVisit {
  isSignedIn: boolean
  methods: readonly Method[]
}

/**
 * Stores a visit for all tabs. It contains no name, address or time, because anyone who uses this browser can
 * read it.
 */
export function rememberVisit(visit: LastVisit): void {
  const text = JSON.stringify(visit)
  if (storage.getItem(key) !== text) storage.setItem(key, text)
}

/** Returns the stored text of the last visit. `null` on the first visit, and if storage is blocked. */
export function readVisitText(): string | null {
  return storage.getItem(key)
}

/** Parses a stored visit. Returns `undefined` for anything else, because other software may have written it. */
export function parseVisit(text: string | null): LastVisit | undefined {
  try {
    const { isSignedIn, methods }: Partial<LastVisit> = Object(JSON.parse(text ?? 'null'))
    if (typeof isSignedIn !== 'boolean' || !Array.isArray(methods)) return undefined
    return { isSignedIn, methods }
  } catch {
    return undefined
  }
}

const storage = /* @__PURE__ */ createSafeStorage(() => localStorage)
const key = 'kit:visit'
