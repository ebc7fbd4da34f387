/** The same as `Identity` of `@kit/server/upstreams/self-hosted`. */
type Identity =
  | { readonly kind: 'email'; readonly email: string }
  | { readonly kind: 'wallet'; readonly accountId: string }

interface User {
  readonly id: string
  readonly subject?: string | undefined
  readonly createdAt: string
  readonly identities: readonly (Identity & { readonly linkedAt: string })[]
}

/** The same as `Users` of `@kit/server/upstreams/self-hosted`. */
export interface UsersUnderTest {
  find(by: Identity | { readonly userId: string }): Promise<User | undefined>
  create(identity: Identity): Promise<{ readonly user: User; readonly isNew: boolean }>
  link(userId: string, identity: Identity): Promise<'linked' | 'taken'>
  unlink(userId: string, identity: Identity): Promise<'unlinked' | 'last' | 'missing'>
  delete(userId: string): Promise<void>
}

/** One check. `run` rejects with a sentence that says what is wrong. */
export interface UsersCheck {
  readonly name: string
  readonly run: () => Promise<void>
}

/**
 * Checks your five functions for `selfHosted({ users })`, in any test runner. Each check creates new people,
 * so the database does not have to be empty.
 *
 * @param users - the functions to check. Pass several that share one database, as several processes would.
 * @example
 * for (const { name, run } of checkUsers([prismaUsers(client)])) test(name, run)
 */
export function checkUsers(users: readonly UsersUnderTest[]): readonly UsersCheck[] {
  const [first] = users
  if (first === undefined) throw new Error('checkUsers needs users to check.')
  const at = (index: number) => users[index % users.length] ?? first
  const checks: Record<string, () => Promise<void>> = {
    'default: a person who signs up by email is found by that address and by id': async () => {
      const identity = createEmail()
      const { user, isNew } = await first.create(identity)
      check(isNew, true, '`isNew` of the first sign-up')
      check(nameAll(user), [nameOf(identity)], 'the identities of the new user')
      check((await at(1).find(identity))?.id, user.id, 'the id, found by the address')
      check((await at(1).find({ userId: user.id }))?.id, user.id, 'the id, found by the id')
      for (const time of [user.createdAt, user.identities[0]?.linkedAt ?? ''])
        check(new Date(time).toISOString(), time, 'a time')
    },
    'default: a person who signs up by wallet is found by its account id': async () => {
      const identity = createWallet()
      const { user } = await first.create(identity)
      check((await at(1).find(identity))?.id, user.id, 'the id, found by the account')
    },
    'security: a subject, if there is one, says nothing and never changes': async () => {
      const identity = createEmail()
      const { user } = await first.create(identity)
      const { user: other } = await first.create(createEmail())
      await first.link(user.id, createWallet())
      check((await at(1).find(identity))?.subject, user.subject, 'the subject, found later')
      // Your five functions may omit `subject`.
      if (user.subject == null) return
      if (user.subject === '' || other.subject === user.subject)
        throw new Error(`The subject ${JSON.stringify(user.subject)} does not belong to one user.`)
      if ([user.id, identity.email].includes(user.subject))
        throw new Error('The subject reveals the user: it is the id or the address.')
    },
    'behavior: an unknown identity finds nobody': async () => {
      for (const by of [createEmail(), createWallet(), { userId: 'nobody' }])
        check(await first.find(by), undefined, 'an unknown person')
    },
    'security: the same address on another chain is another person': async () => {
      const everywhere = createWallet()
      const { user } = await first.create(everywhere)
      const accountId = everywhere.accountId.replace(':_:', ':100:')
      check(await first.find({ kind: 'wallet', accountId }), undefined, 'the contract account')
      const other = await first.create({ kind: 'wallet', accountId })
      if (other.user.id === user.id) throw new Error('Two accounts became one person.')
    },
    'security: what a person types is never interpreted': async () => {
      const identity = { kind: 'email' as const, email: `o'hara"%_${random()}@example.com` }
      const { user } = await first.create(identity)
      check((await first.find(identity))?.id, user.id, 'the id')
      const pattern = { kind: 'email' as const, email: identity.email.replace('o', '_') }
      check(await first.find(pattern), undefined, 'a pattern instead of an address')
    },
    'security: twenty sign-ups of one person at once make one user': async () => {
      const identity = createEmail()
      const made = await Promise.all(
        Array.from({ length: 20 }, (_, index) => at(index).create(identity)),
      )
      check(new Set(made.map(({ user }) => user.id)).size, 1, 'the number of users')
      check(made.filter(({ isNew }) => isNew).length, 1, 'how many were new')
    },
    'default: a person with several identities is found by each': async () => {
      const { user } = await first.create(createEmail())
      const wallet = createWallet()
      check(await first.link(user.id, wallet), 'linked', 'the answer')
      check(await first.link(user.id, wallet), 'linked', 'the answer to the same again')
      check((await at(1).find(wallet))?.id, user.id, 'the id')
      check(nameAll(await first.find({ userId: user.id })).length, 2, 'the identities')
    },
    'security: an identity that belongs to someone cannot be taken over': async () => {
      const wallet = createWallet()
      const owner = await first.create(wallet)
      const other = await first.create(createEmail())
      check(await first.link(other.user.id, wallet), 'taken', 'the answer')
      check((await first.find(wallet))?.id, owner.user.id, 'the owner')
      check(nameAll(await first.find({ userId: other.user.id })).length, 1, 'the identities')
      check(await first.unlink(other.user.id, wallet), 'missing', 'unlinking another’s')
      check((await first.find(wallet))?.id, owner.user.id, 'the owner after that')
    },
    'security: an identity linked by ten people at once belongs to one of them': async () => {
      const wallet = createWallet()
      const people = await Promise.all(
        Array.from({ length: 10 }, (_, index) => at(index).create(createEmail())),
      )
      const answers = await Promise.all(
        people.map(({ user }, index) => at(index).link(user.id, wallet)),
      )
      check(answers.filter((answer) => answer === 'linked').length, 1, 'how many got it')
    },
    'default: an unlinked identity finds nobody': async () => {
      const email = createEmail()
      const { user } = await first.create(email)
      await first.link(user.id, createWallet())
      check(await first.unlink(user.id, email), 'unlinked', 'the answer')
      check(await at(1).find(email), undefined, 'whom it leads to')
      check(await first.unlink(user.id, email), 'missing', 'the answer to the same again')
    },
    'security: the last identity stays, even if two are unlinked at once': async () => {
      const email = createEmail()
      const { user } = await first.create(email)
      check(await first.unlink(user.id, email), 'last', 'the answer')
      const wallet = createWallet()
      await first.link(user.id, wallet)
      const answers = await Promise.all([
        at(0).unlink(user.id, email),
        at(1).unlink(user.id, wallet),
      ])
      check(answers.toSorted().join(), 'last,unlinked', 'the answers')
      check(nameAll(await first.find({ userId: user.id })).length, 1, 'the identities')
    },
    'default: a deleted person is gone and can sign up again as a new one': async () => {
      const email = createEmail()
      const wallet = createWallet()
      const { user } = await first.create(email)
      await first.link(user.id, wallet)
      await first.delete(user.id)
      await first.delete(user.id)
      for (const by of [email, wallet, { userId: user.id }])
        check(await at(1).find(by), undefined, 'whom it leads to')
      const { user: next, isNew } = await first.create(email)
      check([isNew, next.id === user.id].join(), 'true,false', 'whether they are new')
    },
    'security: no identity can be linked to a user who does not exist': async () => {
      const email = createEmail()
      const answer = await first.link('nobody', email).catch(() => 'rejected')
      if (answer === 'linked') throw new Error('An identity was linked to nobody.')
      check(await first.find(email), undefined, 'whom it leads to')
    },
  }
  return Object.entries(checks).map(([name, run]) => ({ name, run }))
}

function check(actual: unknown, wanted: unknown, what: string): void {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(wanted)]
  if (is !== should) throw new Error(`Expected ${what} to be ${should}, but it is ${is}.`)
}

function nameAll(user: User | undefined): string[] {
  return user?.identities.map(nameOf) ?? []
}

function nameOf(identity: Identity): string {
  return identity.kind === 'email' ? identity.email : identity.accountId
}

function createEmail() {
  return { kind: 'email' as const, email: `${random()}@example.com` }
}

function createWallet() {
  return { kind: 'wallet' as const, accountId: `eip155:_:0x${random()}${'0'.repeat(8)}` }
}

function random(): string {
  return crypto.randomUUID().replaceAll('-', '')
}
