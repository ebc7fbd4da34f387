import { problem } from '../../problem.ts'
import { guard } from '../../store/guard.ts'
import type { UpstreamAnswer, UpstreamFetch } from '../createUpstreamFetch.ts'
import { classifyFailure, isSuccess, readJson } from '../readAnswer.ts'
import type { OtpUpstream, UpstreamLogin, UpstreamRuntime } from '../Upstream.ts'
import { EmailCodeAnswer } from './wire.ts'

/**
 * Creates the sign-in with walt.id's email codes. The first call sends a code and returns a session id, and the
 * second call verifies both. A user is identified by the email address, because the answers contain no user id.
 */
export function createEmailCodes(
  api: UpstreamFetch,
  paths: { sendPath: string; verifyPath: string; codeLength?: number | undefined },
  readLogin: (answer: UpstreamAnswer) => Omit<UpstreamLogin, 'userId'>,
): { otp: OtpUpstream; setUp: (runtime: UpstreamRuntime) => void } {
  const { sendPath, verifyPath, codeLength = 6 } = paths
  if (!verifyPath.includes(':sessionId'))
    throw new Error(
      'emailCodes.verifyPath must contain :sessionId, which is replaced with the id of the session.',
    )
  let runtime: UpstreamRuntime | undefined
  const post = (path: string, body: object) =>
    api(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const store = () => {
    if (runtime === undefined)
      throw new Error('walt-id: pass waltId() to createAuth() before using email codes.')
    return runtime.store
  }
  const toKey = (challengeId: string) => `walt-id:email-code:${challengeId}`

  return {
    setUp(given) {
      runtime = given
    },
    otp: {
      codeLength,
      codeAlphabet: 'numeric',
      codeLifetimeSeconds: lifetimeSeconds,
      resolveUser: async (identifier) => identifier,
      createDecoyUserId: () => `${crypto.randomUUID()}@invalid`,
      async start(_, { identifier, challengeId }) {
        // walt.id gives the same answer for a known and an unknown address.
        const answer = await post(sendPath, { email: identifier })
        if (!isSuccess(answer))
          throw classifyFailure(answer, { 404: 'method_not_offered', 405: 'method_not_offered' })
        const { session_id } = readJson(answer, EmailCodeAnswer)
        await guard(() => store().set(toKey(challengeId), session_id, lifetimeSeconds))
      },
      async verify(userId, code, { challengeId }) {
        const sessionId = await guard(() => store().get(toKey(challengeId)))
        if (sessionId === undefined) throw problem('otp_invalid')
        const answer = await post(verifyPath.replace(':sessionId', sessionId), { code })
        if (!isSuccess(answer))
          throw classifyFailure(answer, {
            400: 'otp_invalid',
            401: 'otp_invalid',
            404: 'otp_invalid',
          })
        return { userId, ...readLogin(answer) }
      },
    },
  }
}

const lifetimeSeconds = 600
