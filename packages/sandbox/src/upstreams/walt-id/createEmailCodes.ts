import { randomInt, randomUUID } from 'node:crypto'
import type { World } from '../../Sandbox.ts'

/**
 * Codes by email, each bound to the session named in the first answer. A new code replaces the previous one.
 */
export function createEmailCodes(world: World) {
  const open = new Map<string, { session: string; code: string; endsAt: number }>()
  return {
    send(email: string, lifetimeSeconds: number): string {
      const session = randomUUID()
      const code = String(randomInt(1_000_000)).padStart(6, '0')
      open.set(email, { session, code, endsAt: world.now() + lifetimeSeconds * 1000 })
      world.send({ to: email, subject: `${code} is your code`, code })
      return session
    },
    /** Returns the address that a code was sent to, and uses the code up. */
    redeem(session: string, code: unknown): string | undefined {
      const [email, issued] = [...open].find(([, entry]) => entry.session === session) ?? []
      if (email === undefined || issued?.code !== code) return undefined
      open.delete(email)
      return issued !== undefined && world.now() < issued.endsAt ? email : undefined
    },
    reset: () => open.clear(),
  }
}
