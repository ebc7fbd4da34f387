import { createHash, createPrivateKey } from 'node:crypto'
import { createSigner, httpbis } from 'http-message-signatures'
import type { Secret } from '../../keys/Secret.ts'
import type { SignableRequest } from '../createUpstreamFetch.ts'

/**
 * Creates a function that signs requests (RFC 9421) with `ecdsa-p384-sha384` in IEEE P1363 form, and with an
 * RFC 9530 digest of the body. It omits components that a request lacks, such as the digest if there is no
 * body.
 *
 * @returns a function that returns the headers to add. Call it as the last step before sending.
 * @throws Error immediately if the key is not a P-384 key.
 * @see {@link https://www.rfc-editor.org/rfc/rfc9421}
 * @see {@link https://www.rfc-editor.org/rfc/rfc9530}
 */
export function createRequestSigner(options: {
  keyId: string
  privateKey: Secret
  coveredComponents: readonly string[]
  digestAlgorithm: 'sha-256' | 'sha-512'
  now: () => number
}): (request: SignableRequest) => Promise<Record<string, string>> {
  const { keyId, privateKey, coveredComponents, digestAlgorithm, now } = options
  assertIsP384(privateKey)
  const key = createSigner(privateKey.reveal(), 'ecdsa-p384-sha384', keyId)

  return async ({ method, url, headers, body }) => {
    const digest =
      body === undefined ? {} : { 'content-digest': createContentDigest(digestAlgorithm, body) }
    const sent: Record<string, string> = { ...headers, ...digest }
    const fields = coveredComponents.filter(
      (name) => name.startsWith('@') || Object.hasOwn(sent, name),
    )
    const created = new Date(now())
    const expires = new Date(now() + lifetimeMs)
    const signed = await httpbis.signMessage(
      {
        key,
        name: 'sig',
        fields,
        params: ['keyid', 'alg', 'created', 'expires'],
        paramValues: { created, expires },
      },
      { method, url, headers: sent },
    )
    const find = (name: string) =>
      String(Object.entries(signed.headers).find(([key]) => key.toLowerCase() === name)?.[1])
    return { ...digest, signature: find('signature'), 'signature-input': find('signature-input') }
  }
}

function createContentDigest(algorithm: 'sha-256' | 'sha-512', body: string | Uint8Array): string {
  const hash = createHash(algorithm.replace('-', '')).update(body)
  return `${algorithm}=:${hash.digest('base64')}:`
}

/** Checks the key at startup. Otherwise a wrong key would only be noticed at the first sign-in. */
function assertIsP384(privateKey: Secret): void {
  const curve = readCurve(privateKey)
  if (curve === 'secp384r1') return
  throw new Error('offblocks: privateKey must be a P-384 key as PEM (PKCS #8).')
}

function readCurve(privateKey: Secret): string | undefined {
  try {
    return createPrivateKey(privateKey.reveal()).asymmetricKeyDetails?.namedCurve
  } catch {
    // The parser's message is not passed on, because it may contain parts of the key.
    return undefined
  }
}

const lifetimeMs = 300_000
