import { findIssue } from '@kit/core'
import { decodeJwt } from 'jose/jwt/decode'
import { problem } from '../../problem.ts'
import { ChallengePayload } from './wire.ts'

/**
 * Reads a challenge: the text, which the wallet signs unchanged, and when it expires, in ms since 1970. A JWT
 * contains its expiry. Other texts do not, and are valid for 300 s.
 *
 * @throws `AuthError` `upstream_invalid_answer` for anything but one line of printable ASCII.
 * @example
 * readChallenge('eyJhbGciOiJFZERTQSJ9.eyJleHAiOjE3MzcwNjIxOTl9.c2ln', now) // ends at 1737062199000
 * readChallenge('Sign in: 0x2f8a…', now) // ends at now + 300000
 */
export function readChallenge(text: string, now: number): { message: string; expiresAt: number } {
  // Removes at most one line break at the start and at the end. Everything else is signed.
  const message = text.replace(/^\r?\n/, '').replace(/\r?\n$/, '')
  // Without this check, the challenge could be a message for another site, which has several lines.
  if (!oneLine.test(message) || message.length > maxLength)
    throw problem('upstream_invalid_answer', {
      cause: new Error('The challenge is not one line of printable ASCII.'),
    })
  return { message, expiresAt: readExpiry(message) ?? now + defaultLifetimeMs }
}

/** Returns the expiry of a JWT, or `undefined` for any other text. */
function readExpiry(message: string): number | undefined {
  if (!compactForm.test(message)) return undefined
  try {
    const payload = decodeJwt(message)
    return findIssue(ChallengePayload, payload) === undefined
      ? Number(payload.exp) * 1000
      : undefined
  } catch {
    // The text only looks like a JWT, so it is treated like any other text.
    return undefined
  }
}

/** Printable ASCII that neither starts nor ends with a space. */
const oneLine = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/

/** The compact form of a JWT. Its header is a JSON object, so it always begins with `eyJ`. */
const compactForm = /^eyJ[\w-]*\.[\w-]+\.[\w-]+$/

/** The longest challenge. walt.id's JWTs have about 230 characters, and the newer texts about 75. */
const maxLength = 2048

/** walt.id does not say when the newer texts expire. */
const defaultLifetimeMs = 300_000
