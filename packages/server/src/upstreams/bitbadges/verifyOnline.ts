import { problem } from '../../problem.ts'
import { isSuccess, readJson } from '../readAnswer.ts'
import type { SecretsPresentation } from './BitBadgesSignIn.ts'
import type { VerifyChallengeOptions } from './ChallengeParams.ts'
import type { BitBadgesApi } from './createApi.ts'
import { classifyExchangeFailure } from './errors.ts'
import { parseBlockin } from './parseBlockin.ts'
import { VerifyAnswer } from './wire.ts'

/** A signed message, with the attached proofs. */
export interface SignedRequest {
  message: string
  /** The signature. It may be empty only with `skipSignatureVerification`. */
  signature: string
  publicKey?: string | undefined
  secretsPresentations?: readonly SecretsPresentation[] | undefined
}

/** Verifies a message with BitBadges: its signature, its times, the assets, and the format of the proofs. */
export async function verifyOnline(
  api: BitBadgesApi,
  { message, signature, publicKey, secretsPresentations }: SignedRequest,
  options: VerifyChallengeOptions = {},
): Promise<void> {
  const { beforeVerification, ...overHttp } = options
  // A function cannot be sent as JSON, and BitBadges refuses a request that contains one.
  if (beforeVerification !== undefined)
    await Promise.resolve(parseBlockin(message))
      .then(beforeVerification)
      .catch((cause: unknown) => {
        throw problem('message_refused', { cause })
      })
  const answer = await api.post('/api/v0/siwbbRequest/verify', {
    message,
    signature,
    ...(publicKey ? { publicKey } : {}),
    options: overHttp,
    ...(secretsPresentations === undefined ? {} : { secretsPresentations }),
  })
  // A 401 means that the message is invalid if its body says so. Otherwise BitBadges has refused the key.
  const isVerdict = isSuccess(answer) || (answer.status === 401 && hasVerdict(answer))
  if (!isVerdict) throw classifyExchangeFailure(answer)
  if (!readJson(answer, VerifyAnswer).success) throw problem('message_refused')
}

function hasVerdict(answer: Parameters<typeof readJson>[0]): boolean {
  try {
    readJson(answer, VerifyAnswer)
    return true
  } catch {
    // The body does not have the expected form, so it contains no verdict.
    return false
  }
}
