import * as v from 'valibot'
import { problem } from '../../problem.ts'

/**
 * Checks that an upstream's message names this app and this account before a wallet shows it. The upstream may
 * choose the chain and the nonce.
 *
 * @returns when the message expires, in ms since 1970: after 300 s, or earlier if it contains an earlier
 * expiration time.
 * @throws `AuthError` `upstream_invalid_answer`.
 */
export function readMessage(
  message: string,
  expected: { domain: string; uri: string; address: string },
  now: number,
): number {
  const [first, account = '', ...lines] = message.split('\n')
  const uri = lines.find((line) => line.startsWith('URI: '))?.slice('URI: '.length)
  const isOurs =
    first === `${expected.domain} wants you to sign in with your Ethereum account:` &&
    account.toLowerCase() === expected.address.toLowerCase() &&
    (uri === expected.uri || uri === `${expected.uri}/`)
  if (!isOurs)
    throw problem('upstream_invalid_answer', {
      cause: new Error('The message names a different domain, account or URI.'),
    })
  const [, end] = /^Expiration Time: (.*)$/m.exec(lines.join('\n')) ?? []
  if (end === undefined) return now + 300_000
  if (!v.is(Time, end)) throw problem('upstream_invalid_answer')
  return Math.min(Date.parse(end), now + 300_000)
}

/** A date with a time zone, as EIP-4361 requires. */
const Time = v.pipe(v.string(), v.isoTimestamp())
