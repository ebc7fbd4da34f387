import type { LocalAccount } from 'viem'
import type { Visitor } from './createVisitor.ts'

/** One thing that a route of the contract has to do, or must not. */
export interface Check {
  /** Short, in words with dashes. */
  readonly name: string
  /** What holds when it passes. */
  readonly says: string
  /** What to do when it does not. */
  readonly fix: string
  /** Which method the route has to offer for it. @default any */
  readonly needs?: 'siwe' | 'email-otp'
  /** @returns what was seen that should not be; `undefined` when all is well. */
  run(stage: Stage): Promise<string | undefined>
}

/** What a check has to work with. */
export interface Stage {
  readonly url: string
  readonly origin: string
  /** Whether the page is served over https. */
  readonly isSecure: boolean
  /** The account that can sign in. */
  readonly account: LocalAccount
  readonly chainId: number
  readonly knownEmail: string | undefined
  /** Every answer so far, of all checks. */
  readonly answers: readonly Visitor.Answer[]
  /** A browser that has never been here. */
  visit(): Visitor
  /** Asks for a challenge and signs it; the fields can be changed before, the body after. */
  sign(visitor: Visitor, changes?: SignChanges): Promise<SignedBody>
  /** Signs in, and throws when that fails. */
  signIn(visitor: Visitor): Promise<Visitor.Answer>
}

export type SignChanges = {
  fields?: Record<string, unknown>
  chainId?: number
  account?: LocalAccount
}

export type SignedBody = { message: string; signature: string; address: string }
