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
  demanded: { components: readonly string[]; now: number },
): Promise<string | undefined> {
  const { headers, body } = request
  if (body !== '' && headers['content-digest'] !== createDigest(body))
    return 'invalid content digest'
  const hasBody = body !== ''
  const isWrite = request.method !== 'GET'
  const components = demanded.components.filter(
    (name) => (name !== 'content-digest' || hasBody) && (name !== 'idempotency-key' || isWrite),
  )
  const isValid = await httpbis
    .verifyMessage(
      {
        keyLookup: async ({ keyid }) =>
          keyid === developmentKeyId
            ? {
                id: developmentKeyId,
                algs: ['ecdsa-p384-sha384'],
                verify: createVerifier(developmentPublicKey, 'ecdsa-p384-sha384'),
              }
            : null,
        requiredFields: components,
        requiredParams: ['created', 'keyid', 'alg'],
        notAfter: new Date(demanded.now + 1000),
      },
      request,
    )
    // The library throws for what it cannot read: that is no valid signature.
    .catch(() => false)
  return isValid ? undefined : 'invalid required signature'
}

function createDigest(body: string): string {
  return `sha-256=:${createHash('sha256').update(body).digest('base64')}:`
}

/** The key that this stand-in has on file. Its private half is published beside it, for everyone. */
const developmentKeyId = 'sandbox-key'
const developmentPublicKey = `-----BEGIN PUBLIC KEY-----
MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE8H4vhI4zn1/ARWuqjiselhhLM0G7mYGk
lMSnc93ZrEvAAbDgWeSL6stn4tK3kpM3lTzKrTaiC3L5gAiN2hNJhoZ9ObfyJLG2
3IVF7O7eEjVegEO0c/RsVRrPlj32qZ4L
-----END PUBLIC KEY-----`
