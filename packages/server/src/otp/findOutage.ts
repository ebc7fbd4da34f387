import { AuthError } from '@kit/core'
import { toHex } from '../keys/encodings.ts'
import { randomBytes } from '../keys/randomBytes.ts'
import type { OtpUpstream } from '../upstreams/Upstream.ts'

/**
 * Finds out whether the upstream fails for all users, by calling it for a user who does not exist. Simultaneous
 * requests share one call.
 *
 * @returns the failure, which does not depend on a user, or `undefined`.
 */
export function findOutage(otp: OtpUpstream, call: 'start' | 'verify'): Promise<unknown> {
  const asking = questions[call].get(otp) ?? ask(otp, call)
  questions[call].set(otp, asking)
  void asking.finally(() => questions[call].delete(otp))
  return asking
}

async function ask(otp: OtpUpstream, call: 'start' | 'verify'): Promise<unknown> {
  const challengeId = toHex(randomBytes(16))
  const userId = otp.createDecoyUserId()
  try {
    if (call === 'start')
      await otp.start(userId, { challengeId, identifier: 'nobody@example.invalid' })
    else await otp.verify(userId, '0'.repeat(otp.codeLength), { challengeId })
    return undefined
  } catch (error) {
    // Any other refusal for a user who does not exist is a normal answer.
    const isRefusal = AuthError.is(error) && !error.code.startsWith('upstream_')
    return isRefusal && call === 'verify' ? undefined : error
  }
}

const questions = {
  start: new WeakMap<OtpUpstream, Promise<unknown>>(),
  verify: new WeakMap<OtpUpstream, Promise<unknown>>(),
}
