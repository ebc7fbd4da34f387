import { createHash } from 'node:crypto'
import { createSigner, httpbis } from 'http-message-signatures'
import type { Secret } from '../../audit/Secret.ts'
import type { SignableRequest } from '../createUpstreamFetch.ts'

/**
 * Signs requests by RFC 9421, `ecdsa-p384-sha384`, with an RFC 9530 digest of the body. Components that a
 * request has not, such as the digest of no body, are left out.
 *
 * @returns the headers to add, as the last step before sending.
 * @see {@link https://www.rfc-editor.org/rfc/rfc9421}
 * @see {@link https://www.rfc-editor.org/rfc/rfc9530}
 */
export function createRequestSigner(options: {
  keyId: string
  privateKey: Secret
  coveredComponents: readonly string[]
  now: () => number
}): (request: SignableRequest) => Promise<Record<string, string>> {
  const { keyId, privateKey, coveredComponents, now } = options
  const key = createSigner(privateKey.reveal(), 'ecdsa-p384-sha384', keyId)

  return async ({ method, url, headers, body }) => {
    const digest = body === undefined ? {} : { 'content-digest': createContentDigest(body) }
    const sent: Record<string, string> = { ...headers, ...digest }
    const fields = coveredComponents.filter((name) => name.startsWith('@') || name in sent)
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

function createContentDigest(body: string | Uint8Array): string {
  return `sha-256=:${createHash('sha256').update(body).digest('base64')}:`
}

const lifetimeMs = 300_000
