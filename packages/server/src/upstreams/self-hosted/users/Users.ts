/** A way to sign in: an email address that receives codes, or a wallet that signs. */
export type Identity =
  | {
      readonly kind: 'email'
      /** Normalized: lower case, without surrounding spaces. */
      readonly email: string
    }
  | {
      readonly kind: 'wallet'
      /**
       * A CAIP-10 id, with the address in its EIP-55 spelling. A wallet that signs with a private key is the
       * same account on every chain, `eip155:_:0x…` (CAIP-363). A contract account belongs to its chain,
       * `eip155:100:0x…`.
       */
      readonly accountId: string
    }

/** An identity and when it was linked. */
export type LinkedIdentity = Identity & {
  /** ISO 8601. */
  readonly linkedAt: string
}

/** A user of the app. */
export interface User {
  readonly id: string
  /**
   * The user's pseudonym, such as a random id, which becomes the `subject` of the user's sessions. It must
   * never change. If it is absent, a pseudonym is derived from `id` with `subjectSecret`.
   */
  readonly subject?: string | undefined
  /** ISO 8601. */
  readonly createdAt: string
  /** The user's identities, the oldest first. Never empty. */
  readonly identities: readonly LinkedIdentity[]
}

/**
 * Stores an app's users, through five functions. `sqliteUsers` and `postgresUsers` are ready to use. For
 * Prisma, Drizzle or MongoDB, write the functions and check them with `checkUsers` from `@kit/testing/users`.
 *
 * Each function is atomic, also between processes: an identity belongs to at most one user, and every user
 * has at least one identity. All reject if the database cannot be reached, in which case the route answers
 * 503.
 */
export interface Users {
  /** Returns the user with this id, or the user to whom this identity belongs. */
  find(by: Identity | { readonly userId: string }): Promise<User | undefined>
  /**
   * Creates a user with one identity. If a user already has the identity, for example because two processes
   * sign up the same person at once, returns that user and `isNew: false`.
   */
  create(identity: Identity): Promise<{ readonly user: User; readonly isNew: boolean }>
  /** Links another identity. Returns `taken`, and changes nothing, if another user has it. */
  link(userId: string, identity: Identity): Promise<'linked' | 'taken'>
  /**
   * Unlinks an identity. Returns `last`, and changes nothing, if it is the user's only one. Returns `missing`
   * if it is not this user's.
   */
  unlink(userId: string, identity: Identity): Promise<'unlinked' | 'last' | 'missing'>
  /** Deletes a user and all their data. Does nothing if there is no such user. */
  delete(userId: string): Promise<void>
}
