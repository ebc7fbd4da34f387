import { toBase64Url } from '../../keys/encodings.ts'
import { guard } from '../../store/guard.ts'
import type { UpstreamRuntime } from '../Upstream.ts'

/**
 * Stores codes. The key is a pseudonym of the request's id, and the value is a keyed hash of code, request and
 * user, so a dump of the store reveals neither codes nor users.
 */
export function createCodes({ store, keys, now }: UpstreamRuntime) {
  const findKey = async (challengeId: string) =>
    `code:${await keys.pseudonym(`code:${challengeId}`)}`
  const describe = (challenge: CodeChallenge, code: string) =>
    JSON.stringify(['code', challenge.challengeId, challenge.userId, code])

  return {
    /** Stores a code until it expires. */
    async keep(challenge: CodeChallenge, code: string, lifetimeSeconds: number): Promise<void> {
      const tag = toBase64Url(await keys.mac(describe(challenge, code)))
      const record: CodeRecord = { tag, endsAt: now() + lifetimeSeconds * 1000 }
      const key = await findKey(challenge.challengeId)
      await guard(() => store.set(key, JSON.stringify(record), lifetimeSeconds))
    },
    /**
     * Returns whether a code is right. The route counts attempts per browser, so that other browsers that share
     * this code do not use up the user's attempts.
     */
    async isRight(challenge: CodeChallenge, code: string): Promise<boolean> {
      const key = await findKey(challenge.challengeId)
      const record = readRecord(await guard(() => store.get(key)))
      return record !== undefined && matches(record, challenge, code)
    },
    /** Uses up a code. Returns true for only one caller. */
    async use({ challengeId }: CodeChallenge): Promise<boolean> {
      const key = await findKey(challengeId)
      return (await guard(() => store.take(key))) !== undefined
    },
  }

  function matches({ tag }: CodeRecord, challenge: CodeChallenge, code: string): Promise<boolean> {
    return keys.isMac(describe(challenge, code), fromBase64Url(tag))
  }

  function readRecord(text: string | undefined): CodeRecord | undefined {
    if (text === undefined) return undefined
    const record: CodeRecord = JSON.parse(text)
    return now() < record.endsAt ? record : undefined
  }
}

/** The user whom a code is for, and the request that it was sent for. */
export interface CodeChallenge {
  readonly challengeId: string
  readonly userId: string
}

interface CodeRecord {
  readonly tag: string
  /** In ms since 1970. */
  readonly endsAt: number
}

function fromBase64Url(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
    letter.charCodeAt(0),
  )
}
