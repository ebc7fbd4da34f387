import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import type { Check, SignChanges, SignedBody, Stage } from '../Check.ts'
import type { Visitor } from '../createVisitor.ts'

/** The challenge, and what may be done with it. */
export const challengeChecks: readonly Check[] = [
  {
    name: 'challenge',
    says: 'A challenge names this site, has a nonce of its own and ends within a day.',
    fix: 'Answer POST /siwe/challenge with { format, fields, expiresAt } as the contract has it.',
    needs: 'siwe',
    async run({ visit }) {
      const nonces = new Set<unknown>()
      for (let count = 0; count < 3; count += 1) {
        const { status, json } = await visit().send('POST', '/siwe/challenge', { body: {} })
        if (status !== 200) return `POST /siwe/challenge was answered by ${status}`
        const endsInMs = Date.parse(String(json['expiresAt'])) - Date.now()
        if (!(endsInMs > 0 && endsInMs < 86_400_000)) return `it ends in ${endsInMs} ms`
        const { nonce } = Object(json['fields'])
        if (json['format'] === 'text') nonces.add(json['message'])
        else if (/^[A-Za-z0-9]{8,}$/.test(String(nonce))) nonces.add(nonce)
        else return `the nonce is "${nonce}"`
      }
      return nonces.size === 3 ? undefined : 'a nonce came twice'
    },
  },
  {
    name: 'sign-in',
    says: 'A signed challenge opens a session, and GET /session tells of it.',
    fix: 'Verify the signature, open the session, and answer { session } with 200.',
    needs: 'siwe',
    async run({ visit, signIn, account }) {
      const visitor = visit()
      await signIn(visitor)
      const { json } = await visitor.send('GET', '/session')
      const { address } = Object(json['session'])
      const isSame = String(address).toLowerCase() === account.address.toLowerCase()
      return isSame ? undefined : `GET /session says ${JSON.stringify(json['session'])}`
    },
  },
  {
    name: 'replay',
    says: 'A signed message works once.',
    fix: 'Use the nonce up, atomically and in one store for all processes, before you answer.',
    needs: 'siwe',
    async run({ visit, sign }) {
      const visitor = visit()
      const body = await sign(visitor)
      const copy = visitor.copy()
      const first = await visitor.send('POST', '/siwe/verify', { body })
      if (first.status !== 200) return `the first one was answered by ${first.status}`
      return expectRefusal(copy, body)
    },
  },
  {
    name: 'parallel-replay',
    says: 'Of a message that is sent ten times at once, one opens a session.',
    fix: 'Use the nonce up by one atomic command of the store, not by a read and a write.',
    needs: 'siwe',
    async run({ visit, sign }) {
      const visitor = visit()
      const body = await sign(visitor)
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => visitor.copy().send('POST', '/siwe/verify', { body })),
      )
      const opened = answers.filter(({ status }) => status === 200).length
      return opened === 1 ? undefined : `${opened} of 10 were accepted`
    },
  },
  {
    name: 'nonce-after-failure',
    says: 'A nonce is used up by a refused signature, too.',
    fix: 'Use the nonce up before the signature is looked at.',
    needs: 'siwe',
    async run({ visit, sign }) {
      const visitor = visit()
      const body = await sign(visitor)
      const copy = visitor.copy()
      await visitor.send('POST', '/siwe/verify', { body: { ...body, signature: forged } })
      return expectRefusal(copy, body)
    },
  },
  {
    name: 'other-browser',
    says: 'A signed message works in the browser that asked for the challenge alone.',
    fix: 'Bind the nonce to a cookie of the browser that asked.',
    needs: 'siwe',
    async run({ visit, sign }) {
      const body = await sign(visit())
      const thief = visit()
      await thief.send('POST', '/siwe/challenge', { body: {} })
      return expectRefusal(thief, body)
    },
  },
  changed('domain', 'The domain', { fields: { domain: 'evil.example' } }),
  changed('uri', 'The URI', { fields: { uri: 'https://evil.example' } }),
  changed('nonce', 'The nonce', { fields: { nonce: 'abcdefgh12345678' } }),
  changed('expired', 'Expiration Time', {
    fields: { expirationTime: '2020-01-01T00:00:00.000Z', issuedAt: '2020-01-01T00:00:00.000Z' },
  }),
  changed('future', 'Issued At', {
    fields: { issuedAt: '2099-01-01T00:00:00.000Z', expirationTime: '2099-01-01T00:05:00.000Z' },
  }),
  changed('chain', 'The chain', { chainId: 987_654_321 }),
  {
    name: 'signature',
    says: 'Only the account’s own signature is accepted.',
    fix: 'Recover the signer of the exact text, and compare it with the address that the text names.',
    needs: 'siwe',
    async run(stage) {
      const other = privateKeyToAccount(generatePrivateKey())
      const visitor = stage.visit()
      const body = await stage.sign(visitor)
      const signature = await other.signMessage({ message: body.message })
      return (
        (await expectRefusal(visitor, { ...body, signature })) ??
        (await expectRefusal(...(await withBody(stage, { signature: forged })))) ??
        (await expectRefusal(...(await withBody(stage, { address: other.address }))))
      )
    },
  },
]

function changed(name: string, field: string, changes: SignChanges): Check {
  return {
    name: `changed-${name}`,
    says: `${field} of the message is checked: another one is refused.`,
    fix: `Compare ${field} with what was issued, before the signature counts.`,
    needs: 'siwe',
    async run({ visit, sign }) {
      const visitor = visit()
      const body = await sign(visitor, changes)
      return expectRefusal(visitor, body)
    },
  }
}

async function withBody(
  stage: Stage,
  changes: Partial<SignedBody>,
): Promise<[Visitor, SignedBody]> {
  const visitor = stage.visit()
  return [visitor, { ...(await stage.sign(visitor)), ...changes }]
}

async function expectRefusal(visitor: Visitor, body: SignedBody): Promise<string | undefined> {
  const { status } = await visitor.send('POST', '/siwe/verify', { body })
  if (status < 400) return `it was answered by ${status}`
  const { json } = await visitor.send('GET', '/session')
  return json['session'] ? 'it was refused, and a session is there' : undefined
}

const forged = `0x${'1b'.repeat(65)}`
