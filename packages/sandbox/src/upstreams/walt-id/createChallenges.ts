import { randomBytes } from 'node:crypto'
import { errors, generateKeyPair, jwtVerify, SignJWT } from 'jose'

/**
 * Challenges are signed by the replica that issues them and stored nowhere, so they stay valid until they
 * expire.
 */
export function createChallenges(now: () => number) {
  const keys = new Map<string, ReturnType<typeof generateKeyPair>>()

  function findKey(replica: string): ReturnType<typeof generateKeyPair> {
    const key = keys.get(replica) ?? generateKeyPair('EdDSA')
    keys.set(replica, key)
    return key
  }

  return {
    async issue(replica: string, lifetimeSeconds: number): Promise<string> {
      const { privateKey } = await findKey(replica)
      return new SignJWT({ nonce: `0x${randomBytes(32).toString('hex')}` })
        .setProtectedHeader({ alg: 'EdDSA' })
        .setExpirationTime(Math.floor(now() / 1000) + lifetimeSeconds)
        .sign(privateKey)
    },
    async check(replica: string, challenge: string): Promise<'valid' | 'expired' | 'foreign'> {
      const { publicKey } = await findKey(replica)
      try {
        await jwtVerify(challenge, publicKey, { currentDate: new Date(now()) })
        return 'valid'
      } catch (error) {
        return error instanceof errors.JWTExpired ? 'expired' : 'foreign'
      }
    },
    reset: () => keys.clear(),
  }
}
