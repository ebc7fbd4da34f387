import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { Secret } from '../../keys/Secret.ts'
import { developmentOptions } from './fixtures/developmentKey.ts'
import { createRequestSigner } from './signRequest.ts'

const options = {
  keyId: 'key-1',
  privateKey: Secret.from(developmentOptions.privateKey),
  coveredComponents: ['@method', '@target-uri', 'authorization', 'content-digest'],
  digestAlgorithm: 'sha-256',
  now: () => 1_700_000_000_999,
} as const
const url = 'https://api.example/v1/customers'
const headers = { authorization: 'Bearer token' }

test('default: X-10 and X-13 the signature covers the signature base of RFC 9421 and has 96 bytes', async () => {
  const body = '{"a":1}'
  const signed = await createRequestSigner(options)({ method: 'POST', url, headers, body })
  const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`
  expect(signed['content-digest']).toBe(digest)
  const params =
    '("@method" "@target-uri" "authorization" "content-digest");keyid="key-1";alg="ecdsa-p384-sha384";created=1700000000;expires=1700000300'
  expect(signed['signature-input']).toBe(`sig=${params}`)
  const base = `"@method": POST\n"@target-uri": ${url}\n"authorization": Bearer token\n"content-digest": ${digest}\n"@signature-params": ${params}`
  expect(isSigned(base, signed['signature'])).toBe(true)
  expect(isSigned(base.replace('POST', 'PUT'), signed['signature'])).toBe(false)
})

test('behavior: components that a request lacks are not covered', async () => {
  const signed = await createRequestSigner(options)({
    method: 'GET',
    url,
    headers,
    body: undefined,
  })
  expect(signed['signature-input']).toMatch(/^sig=\("@method" "@target-uri" "authorization"\);/)
  expect(signed).not.toHaveProperty('content-digest')
})

test('behavior: the digest and the signature base match RFC 9421, appendix B.2.3', async () => {
  const covered = [
    '"date": Tue, 20 Apr 2021 02:07:55 GMT',
    '"@method": POST',
    '"@path": /foo',
    '"@query": ?param=Value&Pet=dog',
    '"@authority": example.com',
    '"content-type": application/json',
    '"content-digest": sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:',
    '"content-length": 18',
  ]
  const coveredComponents = covered.map((line) => line.split('"')[1] ?? '')
  const signer = createRequestSigner({
    ...options,
    coveredComponents,
    digestAlgorithm: 'sha-512',
    now: () => 1_618_884_473_000,
  })
  const signed = await signer({
    method: 'POST',
    url: 'https://example.com/foo?param=Value&Pet=dog',
    headers: {
      date: 'Tue, 20 Apr 2021 02:07:55 GMT',
      'content-type': 'application/json',
      'content-length': '18',
    },
    body: '{"hello": "world"}',
  })
  const params = signed['signature-input']?.replace(/^sig=/, '')
  expect(params).toContain(
    '("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length");',
  )
  const base = [...covered, `"@signature-params": ${params}`].join('\n')
  expect(isSigned(base, signed['signature'])).toBe(true)
})

test('parameters: digestAlgorithm, X-11', async () => {
  const signer = createRequestSigner({ ...options, digestAlgorithm: 'sha-512' })
  const signed = await signer({ method: 'POST', url, headers, body: 'x' })
  const digest = createHash('sha512').update('x').digest('base64')
  expect(signed['content-digest']).toBe(`sha-512=:${digest}:`)
})

test.for([
  ['P-256', createPem('P-256')],
  ['no key', 'a-text-that-is-secret'],
])(
  'security: %s is refused immediately, and the message does not contain the key',
  ([, privateKey = '']) => {
    const create = () => createRequestSigner({ ...options, privateKey: Secret.from(privateKey) })
    expect(create).toThrow('must be a P-384 key')
    expect(create).not.toThrow(privateKey)
  },
)

function isSigned(base: string, header = ''): boolean {
  const [, base64 = ''] = /^sig=:(.+):$/.exec(header) ?? []
  const signature = Buffer.from(base64, 'base64')
  expect(signature.length).toBe(96)
  const key = createPublicKey(developmentOptions.privateKey)
  return verify('sha384', Buffer.from(base), { key, dsaEncoding: 'ieee-p1363' }, signature)
}

function createPem(namedCurve: string): string {
  return generateKeyPairSync('ec', { namedCurve })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
}
