import { randomBytes } from 'node:crypto'
import type { Params } from './blockin.ts'

/** What the page was asked for. */
export interface PageRequest {
  readonly clientId: string
  readonly redirectUri: string
  readonly state: string | undefined
  readonly challengeParams: Params
  readonly allowsReuse: boolean
}

/** What a code stands for. Times are in ms since 1970. */
export interface Code extends PageRequest {
  readonly address: string
  readonly issuedAt: number
}

/** The codes that were sent back. */
export function createCodes(now: () => number): Codes {
  const codes = new Map<string, Code>()
  return {
    issue(request, address) {
      const text = randomBytes(32).toString('hex')
      codes.set(text, { ...request, address, issuedAt: now() })
      return text
    },
    find(text, lifetimeSeconds) {
      const code = codes.get(text)
      return code && now() < code.issuedAt + lifetimeSeconds * 1000 ? code : undefined
    },
    list: () => [...codes].map(([text, code]) => ({ text, code })),
    drop: (text) => codes.delete(text),
    reset: () => codes.clear(),
  }
}

export interface Codes {
  issue(request: PageRequest, address: string): string
  find(text: string, lifetimeSeconds: number): Code | undefined
  /** Oldest first. */
  list(): { text: string; code: Code }[]
  drop(text: string): void
  reset(): void
}
