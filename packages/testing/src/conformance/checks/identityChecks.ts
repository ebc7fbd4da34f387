import type { LocalAccount } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import type { Check, Stage } from '../Check.ts'
import type { Visitor } from '../createVisitor.ts'
import { expectRefusal, isSignedIn } from './expectRefusal.ts'
import { createStranger, startCode } from './stateChanging.ts'

/** Checks of a user's email addresses and wallets, for a backend that keeps its own users. */
export const identityChecks: readonly Check[] = [
  {
    name: 'not-offered',
    says: 'An operation that is not offered is refused as such.',
    fix: 'Answer 404 method_not_offered to every operation of the contract that you do not offer.',
    async run({ visit, methods, offersIdentities }) {
      const operations = [
        ...(methods.includes('siwe') ? [] : [['POST', '/siwe/challenge', {}] as const]),
        ...(methods.includes('email-otp')
          ? []
          : [['POST', '/otp/start', { identifier: createStranger() }] as const]),
        ...(methods.includes('redirect') ? [] : [['POST', '/redirect/start', {}] as const]),
        ...(offersIdentities
          ? []
          : [['GET', '/identities'] as const, ['GET', '/account'] as const]),
      ]
      for (const [method, path, body] of operations) {
        const answer = await visit().send(method, path, body === undefined ? {} : { body })
        const fault = expectRefusal(answer, 'method_not_offered')
        if (fault !== undefined) return fault
      }
      return undefined
    },
  },
  identity('session', 'Only a signed-in user sees or changes an account.', {
    fix: 'Look for the session first, and answer 401 session_missing.',
    async run({ visit, sign, methods }) {
      const [wallet, isOffered] = [visit(), methods.includes('siwe')]
      const requests: readonly (readonly [Visitor, string, string, object?])[] = [
        [visit(), 'GET', '/identities'],
        [visit(), 'GET', '/account'],
        [visit(), 'DELETE', '/account'],
        [visit(), 'POST', '/identities/email/start', { identifier: createStranger() }],
        [visit(), 'POST', '/identities/email/verify', { code: '000000' }],
        [visit(), 'POST', '/identities/remove', { id: createStranger() }],
        ...(isOffered ? [[wallet, 'POST', '/identities/wallet', await sign(wallet)] as const] : []),
      ]
      for (const [visitor, method, path, body] of requests) {
        const answer = await visitor.send(method, path, body === undefined ? {} : { body })
        const fault = expectRefusal(answer, 'session_missing')
        if (fault !== undefined) return fault
      }
      return undefined
    },
  }),
  identity('link-wallet', 'A linked wallet is listed, and signs in to the same account.', {
    fix: 'Store the wallet with the user, and find the user by any of their wallets.',
    async run(stage) {
      const visitor = stage.visit()
      const first = await stage.signUp(visitor)
      const second = createAccount()
      const { status, json } = await link(stage, visitor, second)
      if (status !== 200)
        return `POST /identities/wallet was answered with ${status} ${json['code'] ?? ''}`
      const missing = await findUnlisted(visitor, first, second)
      if (missing !== undefined) return missing
      const before = await readSubject(visitor)
      const other = stage.visit()
      await signInWith(stage, other, second)
      return (await readSubject(other)) === before
        ? undefined
        : 'the linked wallet signs in to another account'
    },
  }),
  identity('wallet-proof', 'A wallet is linked only by its signature, which works once.', {
    fix: 'Check the message and the signature as POST /siwe/verify does, and use up the nonce.',
    async run(stage) {
      const visitor = stage.visit()
      await stage.signUp(visitor)
      const [wallet, thief] = [createAccount(), createAccount()]
      const body = await stage.sign(visitor, { account: wallet })
      const signature = await thief.signMessage({ message: body.message })
      const forged = await visitor.send('POST', '/identities/wallet', {
        body: { ...body, signature },
      })
      const fault = expectRefusal(forged, 'signature_rejected')
      if (fault !== undefined) return fault
      const again = await visitor.send('POST', '/identities/wallet', { body })
      const replayed = expectRefusal(again, 'nonce_invalid')
      if (replayed !== undefined) return replayed
      const fields = { domain: 'evil.example' }
      const elsewhere = await stage.sign(visitor, { account: wallet, fields })
      const phished = await visitor.send('POST', '/identities/wallet', { body: elsewhere })
      return expectRefusal(phished, 'siwe_domain_mismatch')
    },
  }),
  identity('wallet-taken', 'A wallet of another account cannot be linked.', {
    fix: 'Answer 409 identity_taken, and change nothing.',
    async run(stage) {
      const [owner, thief] = [stage.visit(), stage.visit()]
      const wallet = await stage.signUp(owner)
      await stage.signUp(thief)
      if ((await readSubject(owner)) === (await readSubject(thief)))
        return 'two accounts have the same subject'
      const fault = expectRefusal(await link(stage, thief, wallet), 'identity_taken')
      if (fault !== undefined) return fault
      if ((await findUnlisted(thief, wallet)) === undefined)
        return 'it was refused, and the wallet is listed'
      return findUnlisted(owner, wallet)
    },
  }),
  identity('remove', 'A user unlinks what is linked, except the last one.', {
    fix: 'Answer POST /identities/remove with the rest, and 409 identity_last for the last one.',
    async run(stage) {
      const visitor = stage.visit()
      const first = await stage.signUp(visitor)
      const second = createAccount()
      await link(stage, visitor, second)
      const id = (await list(visitor)).find(({ address }) => address === second.address)?.id
      const unknown = await remove(visitor, createStranger())
      if (unknown.status !== 200) return `an unknown id was answered with ${unknown.status}`
      if ((await list(visitor)).length !== 2) return 'an unknown id unlinked something'
      const { status } = await remove(visitor, id)
      if (status !== 200) return `POST /identities/remove was answered with ${status}`
      if ((await findUnlisted(visitor, second)) === undefined) return 'it is still listed'
      const last = (await list(visitor))[0]?.id
      const fault = expectRefusal(await remove(visitor, last), 'identity_last')
      if (fault !== undefined) return fault
      const missing = await findUnlisted(visitor, first)
      if (missing !== undefined) return missing
      const other = stage.visit()
      await signInWith(stage, other, second)
      return (await readSubject(other)) === (await readSubject(visitor))
        ? 'an unlinked wallet still signs in to the account'
        : undefined
    },
  }),
  identity('remove-of-another', 'Nobody unlinks what belongs to another account.', {
    fix: 'Look the identity up among those of the session’s user only.',
    async run(stage) {
      const [owner, thief] = [stage.visit(), stage.visit()]
      const wallet = await stage.signUp(owner)
      await link(stage, owner, createAccount())
      await stage.signUp(thief)
      const id = (await list(owner)).find(({ address }) => address === wallet.address)?.id
      await remove(thief, id)
      return findUnlisted(owner, wallet)
    },
  }),
  identity(
    'link-email',
    'An email address is linked by the correct code, in the browser that asked.',
    {
      fix: 'Bind the code to the session’s user, the login cookie and this purpose; let it work once.',
      needs: 'email-otp',
      skipReason: needsCodes,
      async run(stage) {
        const [visitor, other] = [stage.visit(), stage.visit()]
        await stage.signUp(visitor)
        await stage.signUp(other)
        const identifier = createStranger()
        const { code, fault } = await startLink(stage, visitor, identifier)
        if (fault !== undefined) return fault
        const wrong = code.replace(/./g, (character) => (character === '0' ? '1' : '0'))
        for (const [browser, tried] of [
          [other, code],
          [visitor, wrong],
        ] as const) {
          const refused = expectRefusal(await verifyLink(browser, tried), 'otp_invalid')
          if (refused !== undefined) return refused
        }
        const { status, json } = await verifyLink(visitor, code)
        if (status !== 200)
          return `the correct code was answered with ${status} ${json['code'] ?? ''}`
        if (!(await list(visitor)).some(({ email }) => email === identifier))
          return 'the address is not listed'
        return expectRefusal(
          await verifyLink(visitor, code),
          'otp_invalid',
          'otp_attempts_exhausted',
        )
      },
    },
  ),
  identity('email-purpose', 'A code for linking signs nobody in.', {
    fix: 'Bind each code to its purpose.',
    needs: 'email-otp',
    skipReason: needsCodes,
    async run(stage) {
      const visitor = stage.visit()
      await stage.signUp(visitor)
      const { code, fault } = await startLink(stage, visitor, createStranger())
      if (fault !== undefined) return fault
      const answer = await visitor.send('POST', '/otp/verify', { body: { code } })
      return expectRefusal(answer, 'otp_invalid', 'challenge_expired', 'login_lost')
    },
  }),
  identity('email-attempts', 'Guesses of a code for linking are counted.', {
    fix: 'Count them like those of POST /otp/verify.',
    needs: 'email-otp',
    async run(stage) {
      const visitor = stage.visit()
      await stage.signUp(visitor)
      const { answer, code } = await startCode(
        stage,
        createStranger(),
        visitor,
        '/identities/email/start',
      )
      const allowed = Number(answer.json['attemptsLeft'])
      const answers = await Promise.all(
        Array.from({ length: allowed + 5 }, () => verifyLink(visitor.copy(), code)),
      )
      const tried = answers.filter(({ json }) => json['code'] === 'otp_invalid').length
      return tried <= allowed ? undefined : `${tried} attempts were tried instead of ${allowed}`
    },
  }),
  identity('account', 'A user reads all that is stored about them, and deletes it.', {
    fix: 'Answer GET /account with everything; DELETE /account ends every session of the user.',
    async run(stage) {
      const [visitor, other] = [stage.visit(), stage.visit()]
      const wallet = await stage.signUp(visitor)
      await signInWith(stage, other, wallet)
      const before = await readSubject(visitor)
      const { status, json } = await visitor.send('GET', '/account')
      if (status !== 200) return `GET /account was answered with ${status} ${json['code'] ?? ''}`
      if (JSON.stringify(json['identities']) !== JSON.stringify(await list(visitor)))
        return 'GET /account lists other identities than GET /identities'
      if (json['subject'] !== before) return 'GET /account names another subject than GET /session'
      if (Object(json['sessions']).length !== 2) return 'GET /account does not list both sessions'
      const deleted = await visitor.send('DELETE', '/account')
      if (deleted.status !== 204) return `DELETE /account was answered with ${deleted.status}`
      for (const browser of [visitor, other])
        if (await isSignedIn(browser)) return 'a session of the deleted user is still open'
      const later = stage.visit()
      await signInWith(stage, later, wallet)
      return (await readSubject(later)) === before
        ? 'the wallet still signs in to the deleted account'
        : undefined
    },
  }),
]

/** Returns why checks of accounts cannot be made here. */
export function needsIdentities({ offersIdentities, canSignIn }: Stage): string | undefined {
  if (!offersIdentities) return 'the backend does not keep its own users'
  return canSignIn ? undefined : 'nothing here can sign in: no code can be read'
}

function needsCodes({ readCode }: Stage): string | undefined {
  return readCode === undefined
    ? 'nothing reads the codes that are sent (--code-command)'
    : undefined
}

function identity(
  name: string,
  says: string,
  { skipReason, ...rest }: Pick<Check, 'fix' | 'run' | 'needs' | 'skipReason'>,
): Check {
  return {
    ...rest,
    name: `identity-${name}`,
    says,
    skipReason: (stage) => needsIdentities(stage) ?? skipReason?.(stage),
  }
}

function createAccount(): LocalAccount {
  return privateKeyToAccount(generatePrivateKey())
}

async function link(stage: Stage, visitor: Visitor, account: LocalAccount) {
  const body = await stage.sign(visitor, { account })
  return visitor.send('POST', '/identities/wallet', { body })
}

async function signInWith(stage: Stage, visitor: Visitor, account: LocalAccount): Promise<void> {
  const body = await stage.sign(visitor, { account })
  const { status, json } = await visitor.send('POST', '/siwe/verify', { body })
  if (status !== 200) throw new Error(`a sign-in was answered with ${status} ${json['code'] ?? ''}`)
}

async function startLink(
  stage: Stage,
  visitor: Visitor,
  identifier: string,
): Promise<{ code: string; fault?: string }> {
  await startCode(stage, identifier, visitor, '/identities/email/start')
  const code = (await stage.readCode?.(identifier)) ?? ''
  return code === '' ? { code, fault: `no code was sent to ${identifier}` } : { code }
}

function verifyLink(visitor: Visitor, code: string): Promise<Visitor.Answer> {
  return visitor.send('POST', '/identities/email/verify', { body: { code }, isPatient: false })
}

function remove(visitor: Visitor, id: string | undefined): Promise<Visitor.Answer> {
  return visitor.send('POST', '/identities/remove', { body: { id } })
}

async function list(
  visitor: Visitor,
): Promise<readonly { id: string; address?: string; email?: string }[]> {
  const { status, json } = await visitor.send('GET', '/identities')
  if (status === 200 && Array.isArray(json['identities'])) return json['identities']
  throw new Error(`GET /identities was answered with ${status} without { identities }`)
}

async function findUnlisted(
  visitor: Visitor,
  ...accounts: readonly LocalAccount[]
): Promise<string | undefined> {
  const listed = (await list(visitor)).map(({ address }) => address)
  const missing = accounts.find(({ address }) => !listed.includes(address))
  return missing && `the wallet ${missing.address} is not listed`
}

async function readSubject(visitor: Visitor): Promise<string> {
  const { json } = await visitor.send('GET', '/session')
  return String(Object(json['session']).subject)
}
