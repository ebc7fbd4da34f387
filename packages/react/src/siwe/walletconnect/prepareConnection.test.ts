import type { Challenge } from '@kit/core'
import { verifyMessage } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, test, vi } from 'vitest'
import { writeMessage } from '../writeMessage.ts'
import type { Session } from './Connection.ts'
import type { Answer } from './ConnectOptions.ts'
import { prepareConnection } from './prepareConnection.ts'

// A fixed address, because one in 4,000 random addresses has no capital letter in its checksum.
const account = privateKeyToAccount(`0x${'01'.repeat(32)}`)

function issue(ageMs = 0, nonce = crypto.randomUUID().replaceAll('-', '')): Issued {
  const at = (ms: number) => new Date(Date.now() - ageMs + ms).toISOString()
  return {
    format: 'eip4361',
    fields: {
      domain: 'app.example.com',
      statement: 'Sign in to app.example.com.',
      uri: 'https://app.example.com',
      version: '1',
      nonce,
      issuedAt: at(0),
      expirationTime: at(600_000),
    },
    chainIds: [1, 100],
    expiresAt: at(300_000),
  }
}

/** Connects as the SDK does since 2.23, and answers for the wallet. */
async function connect(given: Given) {
  const { atHand, next = issue(), iss = `did:pkh:eip155:1:${account.address}`, isRenewal } = given
  const sent: Sent[] = []
  const cleanUp = vi.fn(async () => {})
  const signer = {
    session: given.session,
    cleanupPendingPairings: cleanUp,
    async connect(options: object): Promise<Session> {
      await signer.cleanupPendingPairings()
      sent.push(options as Sent)
      const [request] = (options as Sent).authentication ?? []
      if (request === undefined || given.isOld) return {}
      const iat = new Date().toISOString()
      const challenge = request.nonce === next.fields.nonce ? next : (atHand as Issued)
      const fields = { ...challenge.fields, issuedAt: iat }
      const { message } = writeMessage(
        { ...challenge, fields },
        { address: account.address, chainId: 1 },
      )
      const nonce = given.nonce ?? request.nonce
      return {
        authentication: [
          { p: { nonce, iss, iat }, s: { s: await account.signMessage({ message }) } },
        ],
      }
    },
  }
  const fetchOne = vi.fn(async () => next)
  let answer: Answer | undefined
  const finish = await prepareConnection({ signer, session: given.session }, [1, 100], {
    isRenewal: isRenewal ?? false,
    challenges: { getFresh: () => atHand, fetchOne },
    onConnected: (told) => {
      answer = told
    },
  })
  await signer.connect({ optionalNamespaces: {} })
  finish()
  await signer.connect({})
  return { answer, sent, fetchOne, cleanUp }
}

test('default: the wallet signs the challenge’s message together with its approval', async () => {
  const atHand = issue()
  const { answer, sent, fetchOne } = await connect({ atHand })
  const { domain, uri, nonce, statement, expirationTime: exp } = atHand.fields
  const chains = ['eip155:1', 'eip155:100']
  expect(sent[0]?.authentication).toEqual([
    { domain, uri, nonce, statement, exp, chains, ttl: 300 },
  ])
  const { message = '', signature = '', address } = answer?.signed ?? {}
  expect(address).toBe(account.address)
  expect(message).toContain(`\nNonce: ${nonce}\n`)
  const signed = { address: account.address, message, signature: signature as `0x${string}` }
  expect(await verifyMessage(signed)).toBe(true)
  expect(fetchOne).not.toHaveBeenCalled()
})

test('behavior: the signature is requested for one connection only', async () => {
  const { sent } = await connect({ atHand: issue() })
  expect(sent.map(({ authentication }) => authentication?.length)).toEqual([1, undefined])
})

test('behavior: if the SDK or the wallet ignores the request, the user connects and signs in two steps', async () => {
  const { answer } = await connect({ atHand: issue(), isOld: true })
  expect(answer).toEqual({ signed: undefined, app: undefined, isResumed: false })
})

test('security: a signature for another nonce, or by an account without its checksum, is ignored', async () => {
  const other = await connect({ atHand: issue(), nonce: 'of-an-earlier-visit' })
  expect(other.answer?.signed).toBeUndefined()
  const iss = `did:pkh:eip155:1:${account.address.toLowerCase()}`
  expect((await connect({ atHand: issue(), iss })).answer?.signed).toBeUndefined()
  const cosmos = await connect({ atHand: issue(), iss: 'did:pkh:cosmos:hub:abc' })
  expect(cosmos.answer?.signed).toBeUndefined()
})

test('behavior: an old challenge is replaced, and with a wrong clock there are two steps, because the SDK sets the time of issue', async () => {
  const { fetchOne, answer } = await connect({ atHand: issue(120_000) })
  expect(fetchOne).toHaveBeenCalledOnce()
  expect(answer?.signed).toBeDefined()
  const late = await connect({ atHand: issue(7_200_000), next: issue(7_200_000) })
  expect(late.sent[0]?.authentication).toBeUndefined()
})

test('behavior: a finished text is signed in a separate step', async () => {
  const atHand: Challenge = {
    format: 'text',
    message: 'token',
    expiresAt: new Date().toISOString(),
  }
  const { sent, fetchOne } = await connect({ atHand })
  expect(sent[0]?.authentication).toBeUndefined()
  expect(fetchOne).not.toHaveBeenCalled()
})

test('behavior: after a renewal the previous code still works, after a new start it does not', async () => {
  const renewed = await connect({ atHand: issue(), isRenewal: true })
  const begun = await connect({ atHand: issue() })
  // Each connects twice. The second connection is unchanged.
  expect([renewed.cleanUp.mock.calls.length, begun.cleanUp.mock.calls.length]).toEqual([1, 2])
})

test('behavior: nothing is added to an existing connection', async () => {
  const { sent, answer } = await connect({ atHand: issue(), session: { topic: '0d' } })
  expect(sent[0]?.authentication).toBeUndefined()
  expect(answer?.isResumed).toBe(true)
})

type Issued = Challenge & { format: 'eip4361' }
type Sent = { authentication?: { nonce: string }[] }
type Given = {
  atHand: Challenge | undefined
  next?: Issued
  iss?: string
  nonce?: string
  isOld?: boolean
  isRenewal?: boolean
  session?: { topic: string }
}

test.for([
  ['no signer', undefined],
  ['a signer of another kind', {}],
  ['a signer without a clean-up', { connect: vi.fn(async () => ({})) }],
])('behavior: an SDK with %s is not changed', async ([, signer]) => {
  const finish = await prepareConnection({ signer }, [1], {
    isRenewal: true,
    challenges: { getFresh: () => undefined, fetchOne: () => Promise.reject(new Error('none')) },
    onConnected: (told) => expect(told.signed).toBeUndefined(),
  })
  finish()
  expect(Object.keys(Object(signer))).not.toContain('cleanupPendingPairings')
})
