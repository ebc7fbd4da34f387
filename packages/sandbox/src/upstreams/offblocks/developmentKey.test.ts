import { createPublicKey } from 'node:crypto'
import { expect, test } from 'vitest'
import { developmentPrivateKey, developmentPublicKey } from './developmentKey.ts'

test('default: the published private and public keys are a P-384 pair', () => {
  const derived = createPublicKey(developmentPrivateKey)
  expect(derived.asymmetricKeyDetails).toEqual({ namedCurve: 'secp384r1' })
  expect(derived.export({ type: 'spki', format: 'pem' }).toString().trim()).toBe(
    developmentPublicKey,
  )
})
