import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import type { Check, SignChanges, Stage } from '../Check.ts'
import { CheckSkipped } from '../CheckSkipped.ts'
import type { Visitor } from '../createVisitor.ts'
import { expectRefusal, isSignedIn } from './expectRefusal.ts'

/** Checks of challenges, and of the sign-ins that use them. */
export const challengeChecks: readonly Check[] = [
  {
    name: 'challenge-times',
    says: 'A challenge is issued now and ends within 10 minutes.',
    fix: 'Set issuedAt by the server’s clock, and expiresAt to a few minutes later.',
    needs: 'siwe',
    async run(stage) {
      const { json } = await ask(stage)
      const endsInMs = Date.parse(String(json['expiresAt'])) - Date.now()
      if (!(endsInMs > 0 && endsInMs <= 10 * minute + tolerance)) return `it ends in ${endsInMs} ms`
      if (json['format'] === 'text') return undefined
      const ageMs = Date.now() - Date.parse(String(Object(json['fields']).issuedAt))
      return Math.abs(ageMs) <= tolerance ? undefined : `issuedAt is ${ageMs} ms ago`
    },
  },
  {
    name: 'challenge-site',
    says: 'A challenge names a domain and a URI that belong together.',
    fix: 'Put the host of the app into domain, and an absolute URI of the app into uri.',
    needs: 'siwe',
    async run(stage) {
      const { json } = await ask(stage)
      if (json['format'] === 'text') return undefined
      const { domain, uri } = Object(json['fields'])
      if (!URL.canParse(String(uri))) return `uri is "${uri}"`
      const host = new URL(String(uri)).host
      return host === domain ? undefined : `domain is "${domain}" and uri is "${uri}"`
    },
  },
  {
    name: 'challenge-without-account',
    says: 'A challenge can be requested before a wallet is connected.',
    fix: 'Answer POST /siwe/challenge with a challenge if the body is {}, or with 400 invalid_request if the upstream needs the account first.',
    needs: 'siwe',
    async run({ visit }) {
      const answer = await visit().send('POST', '/siwe/challenge', { body: {} })
      return answer.status === 200 ? undefined : expectRefusal(answer, 'invalid_request')
    },
  },
  {
    name: 'origin-before-work',
    says: 'A sign-in sent by another site does not use up the nonce.',
    fix: 'Check the origin before anything else, so that the app’s page can still use the nonce.',
    needs: 'siwe',
    async run({ visit, sign }) {
      const visitor = visit()
      const body = await sign(visitor)
      const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
      await visitor.send('POST', '/siwe/verify', { body, headers })
      const { status, json } = await visitor.send('POST', '/siwe/verify', { body })
      return status === 200
        ? undefined
        : `the app’s own request was answered with ${status} ${json['code'] ?? ''}`
    },
  },
  {
    name: 'nonce-entropy',
    says: 'Each challenge has a new random nonce of at least 128 bits.',
    fix: 'Take 16 bytes from a cryptographic random number generator, and write them as letters and digits.',
    needs: 'siwe',
    async run(stage) {
      // A service that writes the text may return the same text until it is used.
      if (stage.challengeFormat === 'text')
        throw new CheckSkipped('the challenge is a finished text')
      const nonces: string[] = []
      for (let count = 0; count < 6; count += 1) nonces.push(readNonce(await ask(stage)))
      if (new Set(nonces).size < nonces.length) return 'a nonce came twice'
      const odd = nonces.find((nonce) => !/^[A-Za-z0-9]{22,}$/.test(nonce))
      if (odd !== undefined) return `the nonce "${odd}" cannot hold 128 bits of letters and digits`
      const alike = findSharedCharacters(nonces)
      const varying = Math.min(...nonces.map(({ length }) => length)) - alike
      return varying >= 20
        ? undefined
        : `only ${varying} characters of the nonce differ from one challenge to the next`
    },
  },
  {
    name: 'sign-in',
    says: 'A signed challenge opens a session, which GET /session then shows.',
    fix: 'Verify the signature, open the session, and answer { session } with 200.',
    needs: 'siwe',
    async run({ visit, sign, account }) {
      const visitor = visit()
      const { status, json: answered } = await visitor.send('POST', '/siwe/verify', {
        body: await sign(visitor),
      })
      if (status !== 200) return `a sign-in was answered with ${status} ${answered['code'] ?? ''}`
      const { json } = await visitor.send('GET', '/session')
      if (JSON.stringify(json['session']) !== JSON.stringify(answered['session']))
        return `GET /session says ${JSON.stringify(json['session'])}`
      const { address, method } = Object(json['session'])
      if (method !== 'siwe') return `the session's method is "${method}"`
      const isSame = String(address).toLowerCase() === account.address.toLowerCase()
      return isSame ? undefined : `the session's address is ${address}`
    },
  },
  {
    name: 'session-times',
    says: 'A session says when the user signed in, and ends after that.',
    fix: 'authenticatedAt is now by the server’s clock, expiresAt is when this session really ends.',
    needs: 'siwe',
    async run({ visit, sign }) {
      const visitor = visit()
      const { json } = await visitor.send('POST', '/siwe/verify', { body: await sign(visitor) })
      const { authenticatedAt, expiresAt } = Object(json['session'])
      const ageMs = Date.now() - Date.parse(String(authenticatedAt))
      if (!(Math.abs(ageMs) <= tolerance)) return `authenticatedAt is ${authenticatedAt}`
      if (expiresAt === null) return undefined
      return Date.parse(String(expiresAt)) > Date.now() ? undefined : `expiresAt is ${expiresAt}`
    },
  },
  {
    name: 'replay',
    says: 'A signed message works once.',
    fix: 'Use up the nonce before you answer: atomically, in one store for all processes.',
    needs: 'siwe',
    async run({ visit, sign }) {
      const visitor = visit()
      const body = await sign(visitor)
      const copy = visitor.copy()
      const first = await visitor.send('POST', '/siwe/verify', { body })
      if (first.status !== 200) return `the first one was answered with ${first.status}`
      return expectNonceRefusal(copy, body)
    },
  },
  {
    name: 'replay-signed-in',
    says: 'A signed message works once, even in the browser that has signed in with it.',
    fix: 'Refuse a used nonce, whatever cookies the request has.',
    needs: 'siwe',
    async run({ visit, sign }) {
      const visitor = visit()
      const body = await sign(visitor)
      await visitor.send('POST', '/siwe/verify', { body })
      return expectRefusal(await visitor.send('POST', '/siwe/verify', { body }), ...usedNonceCodes)
    },
  },
  {
    name: 'parallel-replay',
    says: 'If a message is sent ten times at once, exactly one opens a session.',
    fix: 'Use up the nonce with one atomic command of the store, not with a read and a write.',
    needs: 'siwe',
    async run({ visit, sign }) {
      const visitor = visit()
      const body = await sign(visitor)
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => visitor.copy().send('POST', '/siwe/verify', { body })),
      )
      const opened = answers.filter(({ status }) => status === 200).length
      return opened === 1 ? undefined : `${opened} of ten opened a session`
    },
  },
  {
    name: 'nonce-after-failure',
    says: 'A refused signature uses up the nonce.',
    fix: 'Use up the nonce before you check the signature.',
    needs: 'siwe',
    async run({ visit, sign }) {
      const visitor = visit()
      const body = await sign(visitor)
      const copy = visitor.copy()
      await visitor.send('POST', '/siwe/verify', { body: { ...body, signature: forged } })
      return expectNonceRefusal(copy, body)
    },
  },
  {
    name: 'other-browser',
    says: 'A signed message works only in the browser that requested the challenge.',
    fix: 'Bind the nonce to a cookie of the browser that requested it.',
    needs: 'siwe',
    async run({ visit, sign, account, chainId }) {
      const body = await sign(visit())
      const thief = visit()
      await thief.send('POST', '/siwe/challenge', { body: { address: account.address, chainId } })
      return expectNonceRefusal(thief, body)
    },
  },
  {
    name: 'no-cookie',
    says: 'A signed message does not work without the cookie of its challenge.',
    fix: 'Refuse POST /siwe/verify without the login cookie.',
    needs: 'siwe',
    run: async ({ visit, sign }) => expectNonceRefusal(visit(), await sign(visit())),
  },
  {
    name: 'two-challenges',
    says: 'A browser’s latest challenge works, even if it requested others before.',
    fix: 'Keep the latest challenge when a browser requests another one.',
    needs: 'siwe',
    async run({ visit, sign }) {
      const visitor = visit()
      await sign(visitor)
      const { status, json } = await visitor.send('POST', '/siwe/verify', {
        body: await sign(visitor),
      })
      return status === 200 ? undefined : `it was answered with ${status} ${json['code'] ?? ''}`
    },
  },
  changed('domain', 'another domain', 'siwe_domain_mismatch', {
    fields: { domain: 'evil.example' },
  }),
  changed('domain-suffix', 'a domain that only begins like the app’s', 'siwe_domain_mismatch', {
    text: (message) => message.replace(/^[^\s:]+/, (host) => `${host}.evil.example`),
  }),
  changed('uri', 'another URI', 'siwe_uri_mismatch', { fields: { uri: 'https://evil.example' } }),
  changed('nonce', 'a nonce that was never issued', 'nonce_invalid', {
    fields: { nonce: 'abcdefgh12345678abcdefgh12345678' },
  }),
  changed('statement', 'another statement', 'siwe_statement_mismatch', {
    fields: { statement: 'Transfer everything to me.' },
  }),
  changed('expired', 'an Expiration Time that has passed', ['siwe_expired', 'siwe_issued_at'], {
    fields: { expirationTime: '2020-01-01T00:05:00.000Z' },
  }),
  changed('no-expiry', 'no Expiration Time', 'siwe_expired', {
    fields: { expirationTime: undefined },
  }),
  changed('long-expiry', 'an Expiration Time years ahead', 'siwe_expired', {
    fields: { expirationTime: '2099-01-01T00:00:00.000Z' },
  }),
  changed('old', 'an Issued At years ago', 'siwe_issued_at', {
    fields: { issuedAt: '2020-01-01T00:00:00.000Z' },
  }),
  changed('future', 'an Issued At in the future', 'siwe_issued_at', {
    fields: { issuedAt: '2099-01-01T00:00:00.000Z', expirationTime: '2099-01-01T00:05:00.000Z' },
  }),
  changed('not-before', 'a Not Before in the future', 'siwe_not_yet_valid', {
    fields: { notBefore: '2099-01-01T00:00:00.000Z' },
  }),
  changed('resources', 'a resource that was not issued', 'siwe_resources_not_allowed', {
    fields: { resources: ['https://evil.example/everything'] },
  }),
  changed('request-id', 'a Request ID that was not issued', ['message_refused', 'siwe_malformed'], {
    fields: { requestId: 'mine' },
  }),
  changed('scheme', 'a scheme that was not issued', ['siwe_domain_mismatch', 'message_refused'], {
    // A message of an `http` origin may name that scheme.
    text: (message) => `ftp://${message.replace(/^https?:\/\//, '')}`,
  }),
  changed('newline', 'a line break after its end', 'siwe_malformed', {
    text: (message) => `${message}\n`,
  }),
  changed('carriage-returns', 'CRLF line ends', 'siwe_malformed', {
    text: (message) => message.replaceAll('\n', '\r\n'),
  }),
  changed('second-nonce', 'a second Nonce line', 'siwe_malformed', {
    text: (message) => `${message}\nNonce: abcdefgh12345678`,
  }),
  changed('version', 'another version', 'siwe_malformed', {
    text: (message) => message.replace('\nVersion: 1', '\nVersion: 2'),
  }),
  changed('address-case', 'an address without its checksum', 'siwe_malformed', {
    text: (message) => message.replace(/0x[0-9a-fA-F]{40}/, dropChecksum),
  }),
  changed('date', 'a date that does not exist', 'siwe_malformed', {
    text: (message) => message.replace(/Issued At: \d{4}-\d\d-\d\d/, 'Issued At: 2026-02-30'),
  }),
  {
    ...changed('chain', 'a chain that is not accepted', 'siwe_chain_not_allowed', {
      chainId: 987_654_321,
    }),
    async run(stage) {
      const { json } = await ask(stage)
      // Without a list every chain is accepted.
      if (!Array.isArray(json['chainIds'])) return undefined
      return refuseChanged(stage, { chainId: 987_654_321 }, ['siwe_chain_not_allowed'])
    },
  },
  {
    name: 'changed-text',
    says: 'Only the exact text that was issued is accepted.',
    fix: 'Compare the whole text with the one that was issued, byte by byte.',
    needs: 'siwe',
    skipReason: ({ challengeFormat }) =>
      challengeFormat === 'text' ? undefined : 'the challenge is not a finished text',
    run: (stage) =>
      refuseChanged(stage, { text: (message) => `${message} ` }, [
        'siwe_malformed',
        'nonce_invalid',
        'challenge_expired',
        'message_refused',
      ]),
  },
  {
    name: 'signature-of-another',
    says: 'A signature by another account is refused.',
    fix: 'Recover the signer of the exact text, and compare it with the address that the text names.',
    needs: 'siwe',
    async run(stage) {
      const visitor = stage.visit()
      const body = await stage.sign(visitor)
      const signature = await createOther().signMessage({ message: body.message })
      return refuse(visitor, { ...body, signature }, ['signature_rejected', ...upstreamRefusals])
    },
  },
  {
    name: 'signature-of-another-text',
    says: 'A signature of another text is refused.',
    fix: 'Check the signature over the exact text that was sent.',
    needs: 'siwe',
    async run(stage) {
      const visitor = stage.visit()
      const body = await stage.sign(visitor)
      const signature = await stage.account.signMessage({ message: `${body.message}!` })
      return refuse(visitor, { ...body, signature }, ['signature_rejected', ...upstreamRefusals])
    },
  },
  {
    name: 'signature-forged',
    says: 'A signature that no account could have made is refused.',
    fix: 'Refuse a signature from which no signer can be recovered.',
    needs: 'siwe',
    async run(stage) {
      const visitor = stage.visit()
      const body = { ...(await stage.sign(visitor)), signature: forged }
      return refuse(visitor, body, [
        'signature_rejected',
        'signature_malformed',
        ...upstreamRefusals,
      ])
    },
  },
  {
    name: 'signature-empty',
    says: 'An empty signature of an ordinary account is refused.',
    fix: 'Accept `0x` only if the contract at that address approves the text.',
    needs: 'siwe',
    async run(stage) {
      const visitor = stage.visit()
      const body = { ...(await stage.sign(visitor)), signature: '0x' }
      return refuse(visitor, body, [
        'signature_rejected',
        'signature_malformed',
        ...upstreamRefusals,
      ])
    },
  },
  {
    name: 'signature-malformed',
    says: 'A signature that is not hexadecimal is refused as malformed.',
    fix: 'Answer 400 signature_malformed, before the nonce is used up.',
    needs: 'siwe',
    async run(stage) {
      const visitor = stage.visit()
      const body = { ...(await stage.sign(visitor)), signature: '0xnothex' }
      return refuse(visitor, body, ['signature_malformed'])
    },
  },
  {
    name: 'address-of-another',
    says: 'The address in the body must be the one in the message.',
    fix: 'Compare both, and refuse if they differ.',
    needs: 'siwe',
    async run(stage) {
      const visitor = stage.visit()
      const body = { ...(await stage.sign(visitor)), address: createOther().address }
      return refuse(visitor, body, [
        'invalid_request',
        'siwe_address_mismatch',
        'signature_rejected',
        ...upstreamRefusals,
      ])
    },
  },
  {
    name: 'failure-keeps-session',
    says: 'A failed sign-in does not end the existing session.',
    fix: 'Set or clear the session cookie only after a success.',
    needs: 'siwe',
    async run(stage) {
      const visitor = stage.visit()
      await stage.signIn(visitor)
      const body = { ...(await stage.sign(visitor)), signature: forged }
      await visitor.send('POST', '/siwe/verify', { body })
      return (await isSignedIn(visitor)) ? undefined : 'the session that was there has ended'
    },
  },
]

/** A text in which one thing differs from what was issued, genuinely signed. */
/**
 * Writes the address in lower case. One address in 4,000 has a checksum in lower case and is written in
 * capitals.
 */
function dropChecksum(address: string): string {
  const lower = address.toLowerCase()
  return lower === address ? `0x${address.slice(2).toUpperCase()}` : lower
}

function changed(
  name: string,
  what: string,
  codes: string | readonly string[],
  changes: SignChanges,
): Check {
  return {
    name: `changed-${name}`,
    says: `A message with ${what} is refused, though it is genuinely signed.`,
    fix: `Compare each field with what was issued, and answer ${[codes].flat().join(' or ')}.`,
    needs: 'siwe',
    skipReason: ({ challengeFormat }) =>
      challengeFormat === 'text' ? 'the challenge is a finished text' : undefined,
    run: (stage) => refuseChanged(stage, changes, [codes].flat()),
  }
}

async function refuseChanged(
  stage: Stage,
  changes: SignChanges,
  codes: readonly string[],
): Promise<string | undefined> {
  const visitor = stage.visit()
  return refuse(visitor, await stage.sign(visitor, changes), codes)
}

async function refuse(
  visitor: Visitor,
  body: object,
  codes: readonly string[],
): Promise<string | undefined> {
  const answer = await visitor.send('POST', '/siwe/verify', { body })
  const fault = expectRefusal(answer, ...codes)
  if (fault !== undefined) return fault
  return (await isSignedIn(visitor)) ? 'it was refused, but it opened a session' : undefined
}

function expectNonceRefusal(visitor: Visitor, body: object): Promise<string | undefined> {
  return refuse(visitor, body, usedNonceCodes)
}

async function ask({ visit, account, chainId }: Stage): Promise<Visitor.Answer> {
  const body = { address: account.address, chainId }
  const answer = await visit().send('POST', '/siwe/challenge', { body })
  if (answer.status === 200) return answer
  throw new Error(
    `POST /siwe/challenge was answered with ${answer.status} ${answer.json['code'] ?? ''}`,
  )
}

function readNonce({ json }: Visitor.Answer): string {
  return String(Object(json['fields']).nonce)
}

/** Counts the positions at which all texts have the same character. */
function findSharedCharacters([first = '', ...others]: readonly string[]): number {
  return [...first].filter((character, at) => others.every((other) => other[at] === character))
    .length
}

function createOther() {
  return privateKeyToAccount(generatePrivateKey())
}

/** A route cannot always tell a used finished text from one that it never issued. */
const usedNonceCodes = ['nonce_invalid', 'challenge_expired', 'siwe_malformed'] as const
/** The codes if the upstream refuses the message itself. */
const upstreamRefusals = ['account_not_found', 'message_refused'] as const
/** The numbers of this signature are outside the curve, so a signer cannot be recovered. */
const forged = `0x${'ff'.repeat(65)}`
const minute = 60_000
/** The tolerance for different clocks and slow answers, in ms. */
const tolerance = 60_000
