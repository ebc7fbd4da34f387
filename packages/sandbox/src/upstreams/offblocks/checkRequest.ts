import { createHash } from 'node:crypto'
import { createVerifier, httpbis } from 'http-message-signatures'

/**
 * Checks a request's signature: RFC 9421, by a registered key, over every required component, with an RFC
 * 9530 digest of the exact bytes received.
 *
 * @returns what is wrong, or `undefined`.
 */
export async function checkRequest(
  request: { method: string; url: string; headers: Record<string, string>; body: string },
  demanded: {
    components: readonly string[]
    digestAlgorithm: string
    now: number
    /** The registered public keys as PEM, by key id. */
    keys: ReadonlyMap<string, string>
  },
): Promise<string | undefined> {
  const { method, headers, body } = request
  const hasBody = body !== ''
  if (hasBody && headers['content-digest'] !== createDigest(demanded.digestAlgorithm, body))
    return 'invalid content digest'
  const requiredFields = demanded.components.filter(
    (name) =>
      (name !== 'content-digest' || hasBody) && (name !== 'idempotency-key' || method !== 'GET'),
  )
  const isValid = await httpbis
    .verifyMessage(
      {
        keyLookup: async ({ keyid }) => findKey(demanded.keys, String(keyid)),
        requiredFields,
        requiredParams: ['created', 'keyid', 'alg'],
        // Refuses a signature from the future, allowing for the second lost to rounding.
        notAfter: new Date(demanded.now + 1000),
      },
      request,
    )
    // The library throws for a signature that it cannot parse, which is simply invalid here.
    .catch(() => false)
  return isValid ? undefined : 'invalid required signature'
}

function findKey(keys: ReadonlyMap<string, string>, id: string) {
  const pem = keys.get(id)
  if (pem === undefined) return null
  return {
    id,
    algs: ['ecdsa-p384-sha384'],
    verify: createVerifier(pem, 'ecdsa-p384-sha384'),
  }
}

function createDigest(algorithm: string, body: string): string {
  const hash = createHash(algorithm.replace('-', '')).update(body)
  return `${algorithm}=:${hash.digest('base64')}:`
}
