import { createHash, createPrivateKey } from 'node:crypto'
import { createSigner, httpbis } from 'http-message-signatures'
import type { Secret } from '../../keys/Secret.ts'
import type { SignableRequest } from '../createUpstreamFetch.ts'

/**
 * Signs requests by RFC 9421, `ecdsa-p384-sha384` in the form of IEEE P1363, with an RFC 9530 digest of the
 * body. Leaves out components that the request lacks, such as the digest if it has no body.
 *
 * @returns the headers to add, as the last step before sending.
 * @throws Error at once when the key is not a P-384 one.
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

/** A wrong key would otherwise show at the first sign-in only. */
function assertIsP384(privateKey: Secret): void {
  const curve = readCurve(privateKey)
  if (curve === 'secp384r1') return
  throw new Error('The private key of offblocks() must be one of P-384, in PEM (PKCS #8).')
}

function readCurve(privateKey: Secret): string | undefined {
  try {
    return createPrivateKey(privateKey.reveal()).asymmetricKeyDetails?.namedCurve
  } catch {
    // What the parser says of the text is kept back: it is a secret.
    return undefined
  }
}

const lifetimeMs = 300_000
