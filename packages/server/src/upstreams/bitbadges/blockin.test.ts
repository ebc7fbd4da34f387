import { secp256k1 } from '@noble/curves/secp256k1.js'
import { ripemd160 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { base64, bech32 } from '@scure/base'
import { Signer } from 'bip322-js'
import { createChallenge, verifyChallenge } from 'blockin'
import { recoverMessageAddress } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { verifyBitcoin } from './chains/bitcoin.ts'
import { verifyCosmos } from './chains/cosmos.ts'
import { type ChallengeParams, formatBlockin, parseBlockin, verifyOffline } from './offline.ts'

/*
 * Compares with the package `blockin` 1.3.11, which BitBadges uses. Both get the same text, signature and
 * options, and must give the same result.
 */
const account = privateKeyToAccount(`0x${'11'.repeat(32)}`)
const now = Date.now()
const at = (ms: number) => new Date(now + ms).toISOString()
const forever = '18446744073709551615'

const plain: ChallengeParams = {
  domain: 'https://app.example.com',
  statement: 'Sign in to app.example.com.',
  address: account.address,
  uri: 'https://app.example.com/path?query=1',
  nonce: '0123456789abcdef',
  version: '1',
  chainId: '1',
  issuedAt: at(-60_000),
}
const badge = {
  chain: 'BitBadges',
  collectionId: '7',
  assetIds: [{ start: '1', end: '100' }],
  ownershipTimes: [],
  mustOwnAmounts: { start: '1', end: '1' },
}
const token = {
  chain: 'Ethereum',
  collectionId: 'some-contract',
  assetIds: ['1', '2'],
  ownershipTimes: [
    { start: '1700000000000', end: '1800000000000' },
    { start: '1700000000000', end: forever },
  ],
  mustOwnAmounts: { start: '0', end: '5' },
}
const group = { assets: [badge, token], options: { numMatchesForVerification: '2' } }

const shapes: Record<string, ChallengeParams> = {
  plain,
  'no resources': { ...plain, resources: [] },
  resources: { ...plain, resources: ['https://one.example', 'any text at all'] },
  'an end': { ...plain, expirationDate: at(60_000) },
  'a beginning': { ...plain, notBefore: at(-30_000) },
  'a beginning and resources': { ...plain, notBefore: at(-30_000), resources: ['x'] },
  assets: { ...plain, resources: [], assetOwnershipRequirements: group },
  'all of some': { ...plain, assetOwnershipRequirements: { $and: [group, { assets: [badge] }] } },
  'one of some': { ...plain, assetOwnershipRequirements: { $or: [group, { assets: [token] }] } },
  nested: {
    ...plain,
    expirationDate: at(60_000),
    notBefore: at(-30_000),
    resources: ['x', 'y'],
    assetOwnershipRequirements: {
      $and: [{ $or: [{ assets: [badge] }, { $and: [group, group] }] }, { assets: [token] }],
    },
  },
}

test.for(Object.entries(shapes))(
  'default: a message with %s is the same text as blockin’s, and is parsed to the same members',
  ([, params]) => {
    const text = createChallenge(toBlockin(params))
    expect(formatBlockin(params)).toBe(text)
    expect(formatBlockin(parseBlockin(text))).toBe(text)
  },
)

const requirements = shapes['nested']?.assetOwnershipRequirements
const cases: [string, keyof typeof shapes, verifyOffline.Expectation][] = [
  ...Object.keys(shapes).map((name): [string, string, object] => ['nothing more', name, {}]),
  ['every member', 'nested', { expectedChallengeParams: shapes['nested'] }],
  [
    'the same requirements as numbers',
    'assets',
    {
      expectedChallengeParams: {
        assetOwnershipRequirements: {
          assets: [
            {
              ...badge,
              collectionId: 7,
              assetIds: [{ start: 1, end: 100 }],
              mustOwnAmounts: { start: 1, end: 1 },
            },
            token,
          ],
          options: { numMatchesForVerification: 2 },
        },
      },
    },
  ],
  [
    'other requirements',
    'assets',
    { expectedChallengeParams: { assetOwnershipRequirements: requirements } },
  ],
  [
    'requirements where there are none',
    'plain',
    { expectedChallengeParams: { assetOwnershipRequirements: group } },
  ],
  [
    'no requirements where there are some',
    'assets',
    { expectedChallengeParams: { assetOwnershipRequirements: undefined } },
  ],
  ['an empty list of resources', 'plain', { expectedChallengeParams: { resources: [] } }],
  [
    'resources',
    'resources',
    { expectedChallengeParams: { resources: ['https://one.example', 'any text at all'] } },
  ],
  [
    'resources in another order',
    'resources',
    { expectedChallengeParams: { resources: ['any text at all', 'https://one.example'] } },
  ],
  ['another nonce', 'plain', { expectedChallengeParams: { nonce: 'another' } }],
  [
    'an end that is not there',
    'plain',
    { expectedChallengeParams: { expirationDate: at(60_000) } },
  ],
  ['no end', 'an end', { expectedChallengeParams: { expirationDate: undefined } }],
  ['a time after the end', 'an end', { verificationTimeOverride: now + 60_000 }],
  [
    'a time after the end, times skipped',
    'an end',
    { verificationTimeOverride: now + 60_000, skipTimestampVerification: true },
  ],
  ['a time before the beginning', 'a beginning', { verificationTimeOverride: now - 30_000 }],
  [
    'a time before the beginning, times skipped',
    'a beginning',
    { verificationTimeOverride: 0, skipTimestampVerification: true },
  ],
  ['the year 1970', 'a beginning', { verificationTimeOverride: 0 }],
  ['a window that it is in', 'plain', { issuedAtTimeWindowMs: 3_600_000 }],
  ['a window that it is out of', 'plain', { issuedAtTimeWindowMs: 10_000 }],
  [
    'a window that skipped times leave',
    'plain',
    { issuedAtTimeWindowMs: 10_000, skipTimestampVerification: true },
  ],
  ['a window of 0, which means no limit', 'plain', { issuedAtTimeWindowMs: 0 }],
  ['an earliest time that it meets', 'plain', { earliestIssuedAt: plain.issuedAt }],
  ['an earliest time that it does not meet', 'plain', { earliestIssuedAt: at(-59_000) }],
  ['an empty earliest time, which means no limit', 'plain', { earliestIssuedAt: '' }],
  [
    'a callback that throws',
    'plain',
    { beforeVerification: () => Promise.reject(new Error('No.')) },
  ],
  ['a callback that does not', 'plain', { beforeVerification: async () => undefined }],
  ['skipped assets', 'assets', { skipAssetVerification: true }],
]

test.for(cases)(
  'default: with %s, a message with %s is accepted if blockin accepts it',
  async ([, shape, options]) => {
    const message = createChallenge(toBlockin(shapes[shape] ?? plain))
    const signature = await account.signMessage({ message })
    const other = await account.signMessage({ message: `${message} ` })
    for (const [signed, skip] of [
      [signature, false],
      [other, false],
      ['', false],
      ['', true],
      [other, true],
    ] as const) {
      const asked = { ...options, ...(skip ? { skipSignatureVerification: true } : {}) }
      const ours = await verifyOffline({ message, signature: signed }, asked, now).then(
        () => true,
        () => false,
      )
      expect(ours, `${signed} ${skip}`).toBe(await judge(message, signed, asked))
    }
  },
)

test('security: a text that blockin would read only in part is refused', async () => {
  const message = createChallenge(toBlockin(plain))
  for (const text of [
    `${message}\nI also agree to pay.`,
    `${message}\n`,
    message.replace('Nonce: ', 'Nonce:  '),
    message.replace('\n\nURI', '\nsecond line\n\nURI'),
    `${message}\nResources:\n- Expiration Time: ${at(9_000_000)}`,
    message.replace('Ethereum account', 'Solana account'),
    message.replaceAll('\n', '\r\n'),
  ]) {
    const signature = await account.signMessage({ message: text })
    await expect(verifyOffline({ message: text, signature }, {}), text).rejects.toMatchObject({
      code: 'message_refused',
    })
  }
})

test('parameters: balancesSnapshot is used if it is given', async () => {
  const params = {
    ...plain,
    assetOwnershipRequirements: { assets: [badge], options: { numMatchesForVerification: 2 } },
  }
  const message = formatBlockin(params)
  const signature = await account.signMessage({ message })
  const own = (start: number, end: number, ownershipTimes = [{ start: 1, end: forever }]) => ({
    7: { cosmos1ada: [{ amount: 1, badgeIds: [{ start, end }], ownershipTimes }] },
  })
  const verify = (
    balancesSnapshot: verifyOffline.Expectation extends infer _ ? object : never,
    more: object = {},
  ) =>
    verifyOffline(
      { message, signature, cosmosAddress: 'cosmos1ada' },
      { balancesSnapshot, ...more } as verifyOffline.Expectation,
      now,
    )
  await verify(own(3, 4))
  await verify(own(99, 500))
  await verify({}, { skipAssetVerification: true })
  for (const missing of [
    {},
    own(3, 3),
    own(101, 200),
    own(3, 4, [{ start: 1, end: now - 1 } as never]),
  ])
    await expect(verify(missing)).rejects.toMatchObject({ code: 'message_refused' })
})

test('default: Cosmos signs by ADR-36, with the key from which its address is derived', async () => {
  const secretKey = new Uint8Array(32).fill(7)
  const key = secp256k1.getPublicKey(secretKey)
  const address = bech32.encode('cosmos', bech32.toWords(ripemd160(sha256(key))))
  const message = formatBlockin({ ...plain, address })
  expect(message).toContain('your Cosmos account')
  const data = Buffer.from(message).toString('base64')
  const document = `{"account_number":"0","chain_id":"","fee":{"amount":[],"gas":"0"},"memo":"","msgs":[{"type":"sign/MsgSignData","value":{"data":"${data}","signer":"${address}"}}],"sequence":"0"}`
  const signature = base64.encode(secp256k1.sign(Buffer.from(document), secretKey))
  const publicKey = base64.encode(key)
  const verifiers = { Cosmos: verifyCosmos }
  await verifyOffline({ message, signature, publicKey }, { verifiers }, now)
  const otherKey = base64.encode(secp256k1.getPublicKey(new Uint8Array(32).fill(8)))
  for (const attempt of [
    { message, signature, publicKey: otherKey },
    { message, signature },
    { message, signature: '', publicKey },
  ])
    await expect(verifyOffline(attempt, { verifiers }, now)).rejects.toMatchObject({
      code: 'signature_rejected',
    })
  await expect(verifyOffline({ message, signature, publicKey }, {}, now)).rejects.toMatchObject({
    code: 'signature_rejected',
  })
})

test('default: Bitcoin signs by BIP-322', async () => {
  // The key and the address come from BIP-322's test vectors.
  const key = 'L3VFeEujGtevx9w18HD1fhRbCH67Az2dpCymeRE1SoPK6XQtaN2k'
  const address = 'bc1q9vza2e8x573nczrlzms0wvx3gsqjx7vavgkx0l'
  const message = formatBlockin({ ...plain, address })
  const signature = String(Signer.sign(key, address, message))
  const verifiers = { Bitcoin: verifyBitcoin }
  await verifyOffline({ message, signature }, { verifiers }, now)
  for (const wrong of [String(Signer.sign(key, address, 'another text')), '', 'AA=='])
    await expect(
      verifyOffline({ message, signature: wrong }, { verifiers }, now),
    ).rejects.toMatchObject({
      code: 'signature_rejected',
    })
})

/**
 * Returns whether blockin accepts a message. Called as by BitBadges' SDK, with the driver for Ethereum and
 * without assets.
 */
async function judge(message: string, signature: string, options: verifyOffline.Expectation) {
  const driver = {
    isValidAddress: () => true,
    async verifySignature(address: string, text: string, signed: string) {
      const signer = await recoverMessageAddress({
        message: text,
        signature: signed as `0x${string}`,
      })
      if (signer.toLowerCase() !== address.toLowerCase()) throw new Error('Signature invalid.')
    },
    verifyAssets: async () => ({}),
  }
  const { verifiers: _, ...asked } = options
  return verifyChallenge(driver as never, message, signature, {
    ...structuredCloneBut(asked),
    skipAssetVerification: true,
  }).then(
    () => true,
    () => false,
  )
}

/** blockin modifies the options that it gets. */
function structuredCloneBut(options: object): object {
  const entries = Object.entries(options).map(([name, value]) => [
    name,
    typeof value === 'function' ? value : structuredClone(value),
  ])
  return Object.fromEntries(entries)
}

function toBlockin(params: ChallengeParams): never {
  return structuredClone(params) as never
}
