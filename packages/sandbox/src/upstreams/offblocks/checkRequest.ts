import { createHash } from 'node:crypto'
import { createVerifier, httpbis } from 'http-message-signatures'

/**
 * Whether a request is signed as it must be: RFC 9421 by the registered key, over all the components that
 * are demanded, and with an RFC 9530 digest of the very bytes that came.
 *
 * @returns what is wrong, or `undefined`.
 */
export async function checkRequest(
  request: { method: string; url: string; headers: Record<string, string>; body: string },
  demanded: {
    components: readonly string[]
    digestAlgorithm: string
    now: number
    /** The public keys on file, PEM, by their id. */
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
        // A clock that is ahead is refused, but for the second that is cut off.
        notAfter: new Date(demanded.now + 1000),
      },
      request,
    )
    // The library throws for what it cannot read: that is no valid signature.
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
