import type { LocalAccount } from 'viem'
import type { Visitor } from './createVisitor.ts'

/** One thing that a route of the contract must do, or must not do. */
export interface Check {
  /** Short, in words with dashes. */
  readonly name: string
  /** What holds when it passes. */
  readonly says: string
  /** What to do when it does not pass. */
  readonly fix: string
  /** The method that the route must offer for this check. @default any */
  readonly needs?: MethodName
  /**
   * Why the check cannot run here, such as a missing option of the command.
   *
   * @returns `undefined` if the check can run.
   */
  readonly skipReason?: (stage: Stage) => string | undefined
  /** @returns what is wrong, or `undefined` if nothing is. */
  run(stage: Stage): Promise<string | undefined>
}

export type MethodName = 'siwe' | 'email-otp' | 'redirect'

/** What a check can use. */
export interface Stage {
  readonly url: string
  readonly origin: string
  /** Whether the page is served over https. */
  readonly isSecure: boolean
  /** The methods that the route offers. */
  readonly methods: readonly string[]
  /** Whether the challenge is fields for an EIP-4361 message, or a finished text. */
  readonly challengeFormat: 'eip4361' | 'text' | undefined
  /** The account that can sign in. */
  readonly account: LocalAccount
  /** A chain that the route accepts: the given one, otherwise the first one in the challenge. */
  readonly chainId: number
  readonly knownEmail: string | undefined
  /** Reads the latest code that was sent to an address. Absent if codes cannot be read. */
  readonly readCode: ((email: string) => Promise<string>) | undefined
  /** Every answer so far, of all checks. */
  readonly answers: readonly Visitor.Answer[]
  /** Opens a new browser without cookies. */
  visit(): Visitor
  /** Asks for a challenge and signs it. The text can be changed before it is signed. */
  sign(visitor: Visitor, changes?: SignChanges): Promise<SignedBody>
  /** Signs in by a method that works here, and throws if that fails. */
  signIn(visitor: Visitor): Promise<Visitor.Answer>
  /**
   * Signs in with a new account.
   *
   * @throws CheckSkipped when only known accounts can sign in here.
   */
  signUp(visitor: Visitor): Promise<LocalAccount>
  /** Whether the route keeps its own users, whose email addresses and wallets can be linked. */
  readonly offersIdentities: boolean
  /** Whether {@link Stage.signIn} can work: a wallet's sign-in is offered, or codes can be read. */
  readonly canSignIn: boolean
}

export type SignChanges = {
  /** Changed members of the challenge's fields; `undefined` removes a member. */
  fields?: Record<string, unknown>
  chainId?: number
  /** The account that signs. @default that of the stage */
  account?: LocalAccount
  /** Changes the finished text. */
  text?: (message: string) => string
}

type SignedBody = {
  message: string
  signature: string
  address: string
  chainId?: number
}
