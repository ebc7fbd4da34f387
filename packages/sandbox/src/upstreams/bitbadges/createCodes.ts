import { randomBytes } from 'node:crypto'
import type { Params } from './blockin.ts'

/** The parameters with which the page was opened. */
export interface PageRequest {
  readonly dialect: 'oauth' | 'legacy'
  readonly clientId: string
  /** If absent, the code is shown and stays in the user's account. */
  readonly redirectUri: string | undefined
  readonly state: string | undefined
  readonly challengeParams: Params
  /** Whether the user picks the account. If not, it must be the one in the message. */
  readonly selectsAddress: boolean
  readonly allowsReuse: boolean
  readonly otherSignIns: readonly string[]
  readonly expectsSecrets: boolean
  /** PKCE (RFC 7636), S256. */
  readonly codeChallenge: string | undefined
}

/** A code with the request it answers. Times are in ms since 1970. */
export interface Code extends PageRequest {
  readonly address: string
  readonly issuedAt: number
}

/** Stores the codes that were sent back or shown. */
export function createCodes(now: () => number): Codes {
  const codes = new Map<string, Code>()
  return {
    issue(request, address) {
      const text = randomBytes(32).toString('hex')
      codes.set(text, { ...request, address, issuedAt: now() })
      return text
    },
    find(text, lifetimeMs) {
      const code = codes.get(text)
      return code && now() < code.issuedAt + lifetimeMs ? code : undefined
    },
    list: () => [...codes].map(([text, code]) => ({ text, code })),
    drop: (text) => codes.delete(text),
    reset: () => codes.clear(),
  }
}

export interface Codes {
  issue(request: PageRequest, address: string): string
  find(text: string, lifetimeMs: number): Code | undefined
  /** Oldest first. */
  list(): { text: string; code: Code }[]
  drop(text: string): void
  reset(): void
}
