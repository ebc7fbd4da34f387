import type { Method } from '@kit/core'
import { safeStorage } from '../login/safeStorage.ts'

/**
 * The backend's last answer on the previous visit, so that the next page can be drawn before the backend
 * answers.
 */
export interface LastVisit {
  isSignedIn: boolean
  methods: readonly Method[]
}

/**
 * Remembers a visit for all tabs. It contains no name, address or time, because anyone at this browser can
 * read it.
 */
export function rememberVisit(visit: LastVisit): void {
  const text = JSON.stringify(visit)
  if (safeStorage.getItem(key) !== text) safeStorage.setItem(key, text)
}

/** The stored text of the last visit. `null` on the first visit, and if storage is blocked. */
export function readVisitText(): string | null {
  return safeStorage.getItem(key)
}

/**
 * Reads what was stored. Anything that is not a visit is ignored, because another program may have written
 * it.
 */
export function parseVisit(text: string | null): LastVisit | undefined {
  try {
    const { isSignedIn, methods }: Partial<LastVisit> = Object(JSON.parse(text ?? 'null'))
    if (typeof isSignedIn !== 'boolean' || !Array.isArray(methods)) return undefined
    return { isSignedIn, methods }
  } catch {
    return undefined
  }
}

const key = 'kit:visit'
