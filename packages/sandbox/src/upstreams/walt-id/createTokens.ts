import { randomUUID } from 'node:crypto'
import { errors, generateKeyPair, jwtVerify, SignJWT } from 'jose'
import type { TokenType } from './knobs.ts'

/** The result of checking a token: its account, or why it is not valid. */
export type TokenVerdict = { account: string } | 'expired' | 'unknown'

/**
 * Issues tokens of both kinds. An opaque token is valid until it is dropped, whatever expiry was announced. A
 * JWT is valid until it expires, even if it is dropped.
 */
export function createTokens(now: () => number) {
  const key = generateKeyPair('EdDSA')
  const opaque = new Map<string, string>()

  return {
    async issue(
      type: TokenType,
      login: { account: string; session: string; expiresAt: number | undefined },
    ): Promise<string> {
      const { account, session, expiresAt } = login
      if (type === 'opaque') {
        const token = randomUUID()
        opaque.set(token, account)
        return token
      }
      const { privateKey } = await key
      const claims = { sub: account, session }
      const exp = expiresAt === undefined ? {} : { exp: Math.floor(expiresAt / 1000) }
      return new SignJWT({ ...claims, ...exp })
        .setProtectedHeader({ alg: 'EdDSA' })
        .sign(privateKey)
    },
    async read(token: string): Promise<TokenVerdict> {
      const account = opaque.get(token)
      if (account !== undefined) return { account }
      const { publicKey } = await key
      try {
        const { payload } = await jwtVerify(token, publicKey, { currentDate: new Date(now()) })
        return { account: String(payload.sub) }
      } catch (error) {
        return error instanceof errors.JWTExpired ? 'expired' : 'unknown'
      }
    },
    drop: (token: string) => opaque.delete(token),
    reset: () => opaque.clear(),
  }
}
