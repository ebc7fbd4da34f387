import { findIssue } from '@kit/core'
import { decodeJwt } from 'jose'
import { problem } from '../../problem.ts'
import { ChallengePayload } from './wire.ts'

/**
 * Reads when a challenge ends, in ms since 1970, as its own text says. Its signature is walt.id's to
 * verify.
 *
 * @throws `AuthError` `upstream_invalid_answer` when the text is anything but a JWT with an end.
 * @example
 * readExpiry('eyJhbGciOiJFZERTQSJ9.eyJleHAiOjE3MzcwNjIxOTl9.c2ln') // 1737062199000
 */
export function readExpiry(challenge: string): number {
  // Without this a text for people could stand in front of the first dot, and the wallet would sign it.
  if (!compactForm.test(challenge) || challenge.length > maxLength)
    throw problem('upstream_invalid_answer', { cause: new Error('The challenge is not a JWT.') })
  const payload = readPayload(challenge)
  const issue = findIssue(ChallengePayload, payload)
  if (issue !== undefined)
    throw problem('upstream_invalid_answer', { cause: new Error(`The challenge lacks ${issue}.`) })
  return Number(payload.exp) * 1000
}

function readPayload(challenge: string): ReturnType<typeof decodeJwt> {
  try {
    return decodeJwt(challenge)
  } catch (cause) {
    throw problem('upstream_invalid_answer', { cause })
  }
}

/** Every JWT's header is an object, and so begins like this. */
const compactForm = /^eyJ[\w-]*\.[\w-]+\.[\w-]+$/

/** Real ones have about 230 characters. */
const maxLength = 2048
