import * as base64url from 'jose/base64url'
import { encodeText, toBase64Url } from '../keys/encodings.ts'
import { randomBytes } from '../keys/randomBytes.ts'

/**
 * Creates the PKCE verifier of one sign-in, and its challenge, which the upstream's page receives.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc7636}
 */
export async function createPkce(): Promise<{ verifier: string; challenge: string }> {
  const verifier = toBase64Url(randomBytes(32))
  const digest = await crypto.subtle.digest('SHA-256', encodeText(verifier))
  return { verifier, challenge: base64url.encode(new Uint8Array(digest)) }
}
