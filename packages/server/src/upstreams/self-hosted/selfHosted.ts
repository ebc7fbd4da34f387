import { isHttpsOrLoopback } from '../../isHttpsOrLoopback.ts'
import { problem } from '../../problem.ts'
import { callApp } from '../../within.ts'
import type { Json, OtpRequest, Upstream, UpstreamLogin, UpstreamRuntime } from '../Upstream.ts'
import { type CodeChallenge, createCodes } from './codes.ts'
import { drawCode } from './drawCode.ts'
import { findSigner, toIdentity, toPublicIdentity } from './identities.ts'
import { createCodeMail } from './mail/createCodeMail.ts'
import { createMailQueue } from './mail/createMailQueue.ts'
import { findMailLocale } from './mail/words.ts'
import type { SelfHostedOptions } from './SelfHostedOptions.ts'
import { guardUsers } from './users/guardUsers.ts'
import type { Identity, User, Users } from './users/Users.ts'

/**
 * Makes the app its own upstream: users are in your database, wallets are verified here, and this server
 * creates, stores and sends codes.
 *
 * @throws Error with one sentence for an invalid option.
 * @example
 * createAuth({
 *   upstream: selfHosted({
 *     users: sqliteUsers({ file: '.data/users.sqlite' }),
 *     sendCode: smtp({ url: process.env.SMTP_URL ?? '', from: 'Acme <login@acme.com>' }),
 *   }),
 *   origin, secret, store,
 * })
 */
export function selfHosted<users extends Users>(
  options: SelfHostedOptions<users>,
): selfHosted.Instance<users> {
  const { codeLength = 6, codeLifetimeSeconds = 600, signUp = 'open', rpcUrls = {} } = options
  assertOptions(options)
  const users = guardUsers(options.users)
  let parts: Parts | undefined

  return {
    id: 'self-hosted',
    users: options.users,
    setUp(runtime) {
      parts = { runtime, codes: createCodes(runtime), queue: createMailQueue(runtime) }
    },
    siwe: {
      messageLifetimeSeconds: 600,
      readsScheme: true,
      async verify(signed) {
        const identity = await findSigner(signed, rpcUrls)
        const user = await signIn(identity)
        // The user has proved that the wallet is theirs, so the answer may reveal that it has no account.
        if (user === undefined) throw problem('account_not_found')
        return toLogin(user, identity)
      },
    },
    async check() {
      await users.find({ userId: 'nobody' })
    },
    async confirm({ userId, credential }) {
      const identity = readIdentity(credential)
      const owner = await users.find(identity)
      if (owner?.id !== userId)
        throw problem(identity.kind === 'email' ? 'otp_invalid' : 'account_not_found')
    },
    ...(options.sendCode === undefined ? {} : { otp: createOtp(options.sendCode) }),
    identities: {
      read,
      startEmail: (_userId, request) => sendLinkCode(request),
      async proveEmail(userId, { email, challengeId, code }) {
        const { codes } = requireParts(parts)
        const challenge = { challengeId, userId: toLinkPurpose(email) }
        if (!(await codes.isRight(challenge, code))) throw problem('otp_invalid')
        // Queries the database before using up the code, so that the code stays valid if the database is down.
        await read(userId)
        if (!(await codes.use(challenge))) throw problem('otp_invalid')
      },
      linkEmail: (userId, email) => link(userId, { kind: 'email', email }),
      linkWallet: async (userId, signed) => link(userId, await findSigner(signed, rpcUrls)),
      async remove(userId, id) {
        const answer = await users.unlink(userId, toIdentity(id))
        if (answer === 'last') throw problem('identity_last')
      },
      delete: (userId) => users.delete(userId),
    },
  }

  async function read(userId: string) {
    const user = await users.find({ userId })
    if (user === undefined) throw problem('session_expired')
    return { createdAt: user.createdAt, identities: user.identities.map(toPublicIdentity) }
  }

  async function link(userId: string, identity: Identity): Promise<void> {
    // Throws if the user was deleted in the meantime, for example in another tab.
    await read(userId)
    const failure = await users.link(userId, identity).then(
      (answer) => (answer === 'taken' ? problem('identity_taken') : undefined),
      (error: unknown) => error,
    )
    if (failure === undefined) return
    // Throws if the user was deleted in the meantime.
    await read(userId)
    throw failure
  }

  async function sendLinkCode(request: OtpRequest): Promise<void> {
    const { sendCode } = options
    if (sendCode === undefined) throw problem('method_not_offered')
    const { codes, queue } = requireParts(parts)
    const { challengeId, identifier, locale, isKnownBrowser, isFlooded } = request
    const code = drawCode(codeLength)
    // The code is stored for this purpose instead of a user id, so that a code for linking cannot be used to
    // sign in, and vice versa.
    const purpose = toLinkPurpose(identifier)
    await codes.keep({ challengeId, userId: purpose }, code, codeLifetimeSeconds)
    if (isFlooded === true) return reportFlood()
    const send = () => sendCode(createMail(identifier, code, locale))
    queue.add(send, toMail(isKnownBrowser, purpose))
  }

  function toMail(isKnownBrowser: boolean | undefined, slot: string) {
    const endsAt = requireParts(parts).runtime.now() + codeLifetimeSeconds * 1000
    return { rank: isKnownBrowser === true ? 'known' : 'stranger', slot, endsAt } as const
  }

  function reportFlood(): void {
    requireParts(parts).runtime.emit({ type: 'otp.mail', outcome: 'failure', code: 'rate_limited' })
  }

  function createMail(to: string, code: string, accepted: string | undefined) {
    const { runtime } = requireParts(parts)
    return createCodeMail({
      to,
      code,
      locale: findMailLocale(accepted),
      host: new URL(runtime.origins[0] ?? 'http://localhost').hostname,
      brand: options.brand,
      sentAt: runtime.now(),
      lifetimeSeconds: codeLifetimeSeconds,
    })
  }

  function createOtp(sendCode: NonNullable<typeof options.sendCode>): NonNullable<Upstream['otp']> {
    return {
      codeLength,
      codeAlphabet: 'numeric',
      codeLifetimeSeconds,
      // The address is used as the user id. Whether it has an account is looked up after the answer, so that
      // the response time does not reveal it.
      resolveUser: async (identifier) => identifier,
      createDecoyUserId: () => `${crypto.randomUUID()}@invalid`,
      async start(userId, { challengeId, locale, isKnownBrowser, isFlooded }) {
        const { codes, queue } = requireParts(parts)
        // A query that finds no user, only to detect that the database is down. It is the same for all users,
        // so any browser may learn the result.
        await users.find({ userId: challengeId })
        const code = drawCode(codeLength)
        await codes.keep({ challengeId, userId }, code, codeLifetimeSeconds)
        // The route calls this for a user who does not exist, to find out whether codes can be sent at all.
        if (userId.endsWith('@invalid')) return
        queue.add(
          async () => {
            const identity: Identity = { kind: 'email', email: userId }
            const user = await users.find(identity)
            if (user === undefined) {
              if (!(await maySignUp(identity))) return
              if (isFlooded === true) return reportFlood()
            }
            await sendCode(createMail(userId, code, locale))
          },
          toMail(isKnownBrowser, userId),
        )
      },
      async verify(userId, code, { challengeId }) {
        const { codes } = requireParts(parts)
        const challenge: CodeChallenge = { challengeId, userId }
        if (!(await codes.isRight(challenge, code))) throw problem('otp_invalid')
        const identity: Identity = { kind: 'email', email: userId }
        // Queries the database before using up the code, so that the code stays valid if the database is down.
        const known = await users.find(identity)
        if (known === undefined && !(await maySignUp(identity))) throw problem('otp_invalid')
        if (!(await codes.use(challenge))) throw problem('otp_invalid')
        const user = await signIn(identity)
        if (user === undefined) throw problem('otp_invalid')
        return toLogin(user, identity)
      },
    }
  }

  /** Returns the user with a proved identity, or creates one if `signUp` allows it. */
  async function signIn(identity: Identity): Promise<User | undefined> {
    let user = await users.find(identity)
    if (user === undefined) {
      if (!(await maySignUp(identity))) return undefined
      const made = await users.create(identity)
      user = made.user
      if (made.isNew) await callHook('onSignUp', user)
    }
    await callHook('onSignIn', user)
    return user
  }

  /** Calls a hook with a copy of the user, so that the hook cannot change who signs in. */
  async function callHook(name: 'onSignUp' | 'onSignIn', user: User): Promise<void> {
    const hook = options[name]
    if (hook === undefined) return
    await callApp(name, async () => hook(structuredClone(user)))
  }

  async function maySignUp(identity: Identity): Promise<boolean> {
    if (typeof signUp === 'string') return signUp === 'open'
    // Only `true` allows the sign-up, because JavaScript without types may return anything.
    return (await callApp('signUp', () => signUp(identity))) === true
  }
}

export declare namespace selfHosted {
  type Options<users extends Users = Users> = SelfHostedOptions<users>
  interface Instance<users extends Users = Users> extends Upstream {
    /** The users, for the app's code. `createAuth` exposes them as `auth.users`. */
    readonly users: users
  }
}

function toLinkPurpose(email: string): string {
  return JSON.stringify(['link', email])
}

interface Parts {
  readonly runtime: UpstreamRuntime
  readonly codes: ReturnType<typeof createCodes>
  readonly queue: ReturnType<typeof createMailQueue>
}

function requireParts(parts: Parts | undefined): Parts {
  if (parts === undefined) throw new Error('Pass selfHosted() to createAuth() before using it.')
  return parts
}

/**
 * Creates the login of a user. There is no API to authorize, so the credential only records how the user signed
 * in.
 */
function toLogin({ id, subject }: User, identity: Identity): UpstreamLogin {
  const signedInBy = identity.kind === 'email' ? identity.email : identity.accountId
  return {
    userId: id,
    credential: { userId: id, signedInBy },
    ...(subject == null ? {} : { subject }),
  }
}

function readIdentity(credential: Json): Identity {
  return toIdentity(String(Object(credential).signedInBy))
}

function assertOptions(options: SelfHostedOptions): void {
  const { codeLength = 6, codeLifetimeSeconds = 600, signUp = 'open', rpcUrls = {} } = options
  if (!(Number.isInteger(codeLength) && codeLength >= 6 && codeLength <= 10))
    throw new Error('selfHosted: codeLength must be from 6 to 10.')
  if (!(codeLifetimeSeconds >= 60 && codeLifetimeSeconds <= 3600))
    throw new Error('selfHosted: codeLifetimeSeconds must be from 60 to 3600.')
  if (signUp !== 'open' && signUp !== 'closed' && typeof signUp !== 'function')
    throw new Error("selfHosted: signUp must be 'open', 'closed' or a function.")
  for (const url of Object.values(rpcUrls))
    if (!URL.canParse(url) || !isHttpsOrLoopback(new URL(url)))
      throw new Error('selfHosted: rpcUrls must be https, or http on this machine.')
  // Creates a sample email, so that an invalid colour fails at startup and not at the first email.
  createCodeMail({ ...sample, brand: options.brand })
}

const sample = {
  to: 'ada@example.com',
  code: '000000',
  locale: 'en',
  host: 'localhost',
  sentAt: 0,
  lifetimeSeconds: 600,
}
