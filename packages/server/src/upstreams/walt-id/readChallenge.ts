import { findIssue } from '@kit/core'
import { decodeJwt } from 'jose/jwt/decode'
import { problem } from '../../problem.ts'
import { ChallengePayload } from './wire.ts'

/**
 * Reads a challenge: the text that the wallet signs unchanged, and when it expires, in ms since 1970. A JWT
 * contains its expiry; only walt.id can verify its signature. Other texts contain none and are valid for 300
 * s.
 *
 * @throws `AuthError` `upstream_invalid_answer` for anything but one line of printable ASCII.
 * @example
 * readChallenge('eyJhbGciOiJFZERTQSJ9.eyJleHAiOjE3MzcwNjIxOTl9.c2ln', now) // ends at 1737062199000
 * readChallenge('Sign in: 0x2f8a…', now) // ends at now + 300000
 */
export function readChallenge(text: string, now: number): { message: string; expiresAt: number } {
  // Removes only a line ending at each end. Everything else is part of what is signed.
  const message = text.replace(/^\r?\n/, '').replace(/\r?\n$/, '')
  // Without this check, the wallet could be made to sign another site's message: those have several lines.
  if (!oneLine.test(message) || message.length > maxLength)
    throw problem('upstream_invalid_answer', {
      cause: new Error('The challenge is not one line of printable ASCII.'),
    })
  return { message, expiresAt: readExpiry(message) ?? now + defaultLifetimeMs }
}

/** The expiry in a JWT; `undefined` for any other text. */
function readExpiry(message: string): number | undefined {
  if (!compactForm.test(message)) return undefined
  try {
    const payload = decodeJwt(message)
    return findIssue(ChallengePayload, payload) === undefined
      ? Number(payload.exp) * 1000
      : undefined
  } catch {
    // It only looks like a JWT, so it is treated like any other text.
    return undefined
  }
}

/** Printable ASCII that neither starts nor ends with a space. */
const oneLine = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/

/** The header of every JWT is an object, so it begins like this. */
const compactForm = /^eyJ[\w-]*\.[\w-]+\.[\w-]+$/

/** JWTs have about 230 characters, and newer texts 75. */
const maxLength = 2048

/** walt.id does not tell when these expire. */
const defaultLifetimeMs = 300_000
