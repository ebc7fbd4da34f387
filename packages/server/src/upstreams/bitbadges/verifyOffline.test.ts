import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { verifyOffline } from './index.ts'

test('behavior: a blockin message is verified offline, and any other text is refused', async () => {
  const account = privateKeyToAccount(generatePrivateKey())
  const now = Date.now()
  const expected = {
    address: account.address,
    domain: 'https://app.example.com',
    statement: 'Sign in.',
    uri: 'https://app.example.com',
    nonce: '0123456789abcdef',
    issuedAt: new Date(now - 1000).toISOString(),
    issuedAtTimeWindowMs: 600_000,
  }
  const message = `https://app.example.com wants you to sign in with your Ethereum account:\n${account.address}\n\nSign in.\n\nURI: https://app.example.com\nVersion: 1\nChain ID: 1\nNonce: 0123456789abcdef\nIssued At: ${expected.issuedAt}`
  const signature = await account.signMessage({ message })
  await verifyOffline({ message, signature }, expected, now)

  const refused = (
    signed: { message?: string; signature?: string },
    changes: Partial<verifyOffline.Expectation> = {},
  ) => verifyOffline({ message, signature, ...signed }, { ...expected, ...changes }, now)
  const other = privateKeyToAccount(generatePrivateKey())
  for (const [attempt, code] of [
    [refused({ signature: '' }), 'signature_rejected'],
    [refused({ signature: await other.signMessage({ message }) }), 'signature_rejected'],
    [refused({ message: `${message}\nResources:\n- https://evil.example` }), 'message_refused'],
    [refused({}, { nonce: 'fedcba9876543210' }), 'message_refused'],
    [refused({}, { domain: 'https://evil.example' }), 'message_refused'],
    [refused({}, { issuedAtTimeWindowMs: 500 }), 'siwe_issued_at'],
    [refused({}, { earliestIssuedAt: now }), 'siwe_issued_at'],
  ] as const)
    await expect(attempt).rejects.toMatchObject({ code })
})

test('security: an expired blockin message is refused offline, although its signature is valid', async () => {
  const account = privateKeyToAccount(generatePrivateKey())
  const now = Date.now()
  const refuse = async (expirationDate: string) => {
    const issuedAt = new Date(now - 5000).toISOString()
    const message = `https://app.example.com wants you to sign in with your Ethereum account:\n${account.address}\n\nSign in.\n\nURI: https://app.example.com\nVersion: 1\nChain ID: 1\nNonce: 0123456789abcdef\nIssued At: ${issuedAt}\nExpiration Time: ${expirationDate}`
    const expected = {
      address: account.address,
      domain: 'https://app.example.com',
      statement: 'Sign in.',
      uri: 'https://app.example.com',
      nonce: '0123456789abcdef',
      issuedAt,
      expirationDate,
      issuedAtTimeWindowMs: 600_000,
    }
    const signature = await account.signMessage({ message })
    return verifyOffline({ message, signature }, expected, now)
  }
  await refuse(new Date(now + 1000).toISOString())
  for (const over of [new Date(now).toISOString(), new Date(now - 1000).toISOString(), 'soon'])
    await expect(refuse(over)).rejects.toMatchObject({ code: 'siwe_expired' })
})
