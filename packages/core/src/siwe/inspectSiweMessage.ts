import { AuthError } from '../errors/AuthError.ts'
import type { ProblemCode } from '../errors/recoveries.ts'
import { parseSiweMessage } from './parseSiweMessage.ts'
import type { SiweMessage } from './SiweMessage.ts'

/**
 * Says for each field of a text whether it is what was issued. Never throws. Every expected value is
 * required: one that is missing refuses its field, so that a forgotten argument is never a skipped
 * check.
 *
 * @param text - the exact text that is to be signed, or was.
 * @param expectation - what each field must be.
 * @see {@link https://eips.ethereum.org/EIPS/eip-4361#verifying-a-message}
 * @example
 * const { ok, fields } = inspectSiweMessage(text, expectation)
 * if (!ok) show(fields.domain.reason)
 */
export function inspectSiweMessage(
  text: string,
  expectation: inspectSiweMessage.Expectation,
): inspectSiweMessage.ReturnType {
  let message: SiweMessage
  try {
    message = parseSiweMessage(text)
  } catch (error) {
    const reason = AuthError.is(error) ? error.message : 'The text cannot be read.'
    return { ok: false, code: 'siwe_malformed', reason, message: undefined, fields: undefined }
  }
  const expected: Partial<inspectSiweMessage.Expectation> = expectation ?? {}
  const fields = {} as Record<inspectSiweMessage.Field, inspectSiweMessage.Verdict>
  let first: inspectSiweMessage.Verdict | undefined
  for (const [field, { code, find }] of Object.entries(checks) as [
    inspectSiweMessage.Field,
    Check,
  ][]) {
    const reason = find(message, expected)
    const verdict = reason === undefined ? accepted : { ok: false as const, code, reason }
    fields[field] = verdict
    if (!verdict.ok) first ??= verdict
  }
  return first === undefined || first.ok
    ? { ok: true, code: undefined, reason: undefined, message, fields }
    : { ok: false, code: first.code, reason: first.reason, message, fields }
}

export declare namespace inspectSiweMessage {
  /** What was issued. `null` says that the field must be absent. */
  type Expectation = {
    scheme: string | null
    domain: string
    /** With its EIP-55 checksum; compared exactly. */
    address: string
    statement: string | null
    uri: string
    /** The chains that are allowed. */
    chainIds: readonly number[]
    nonce: string
    requestId: string | null
    resources: readonly string[] | null
    /** The time by the clock that issued the challenge, in ms since 1970. */
    now: number
    /** How long ago the message may have been issued, in ms. */
    maxAgeMs: number
    /** How far clocks may differ, in ms: an `Issued At` so far in the future still counts. */
    clockToleranceMs: number
    /** The longest time from `Issued At` to `Expiration Time`, in ms. */
    maxLifetimeMs: number
    /** Whether a message without an `Expiration Time` is refused. */
    requireExpiration: boolean
  }
  type Field = keyof typeof checks
  type Verdict = { ok: true } | { ok: false; code: ProblemCode; reason: string }
  type ReturnType =
    | {
        ok: true
        code: undefined
        reason: undefined
        message: SiweMessage
        fields: Record<Field, Verdict>
      }
    | {
        ok: false
        /** The code of the first field that is not as expected. */
        code: ProblemCode
        reason: string
        message: SiweMessage
        fields: Record<Field, Verdict>
      }
    | { ok: false; code: 'siwe_malformed'; reason: string; message: undefined; fields: undefined }
}

type Expected = Partial<inspectSiweMessage.Expectation>
type Check = {
  code: ProblemCode
  /** Why the field is not as expected; `undefined` when it is. */
  find: (message: SiweMessage, expected: Expected) => string | undefined
}

const accepted = { ok: true } as const

/** In the order in which a refusal is named. */
const checks = {
  scheme: exact('siwe_domain_mismatch', 'scheme'),
  domain: exact('siwe_domain_mismatch', 'domain'),
  address: exact('siwe_address_mismatch', 'address'),
  statement: exact('siwe_statement_mismatch', 'statement'),
  uri: exact('siwe_uri_mismatch', 'uri'),
  chainId: {
    code: 'siwe_chain_not_allowed',
    find: ({ chainId }, { chainIds }) =>
      chainIds?.includes(chainId) ? undefined : `Chain ${chainId} is not allowed.`,
  },
  nonce: exact('nonce_invalid', 'nonce'),
  requestId: exact('siwe_malformed', 'requestId'),
  resources: {
    code: 'siwe_resources_not_allowed',
    find: ({ resources }, expected) => {
      if (expected.resources === undefined) return missing('resources')
      // An array in JSON text is unambiguous: no joined list can look like another one.
      return JSON.stringify(resources ?? null) === JSON.stringify(expected.resources)
        ? undefined
        : 'The resources are not the ones that were issued.'
    },
  },
  issuedAt: {
    code: 'siwe_issued_at',
    find: ({ issuedAt }, { now, maxAgeMs, clockToleranceMs }) => {
      if (!isTime(now) || !isTime(maxAgeMs) || !isTime(clockToleranceMs)) return missing('now')
      const age = now - Date.parse(issuedAt)
      if (age < -clockToleranceMs) return 'The message was issued in the future.'
      return age <= maxAgeMs ? undefined : 'The message was issued too long ago.'
    },
  },
  expirationTime: {
    code: 'siwe_expired',
    find: ({ issuedAt, expirationTime }, { now, maxLifetimeMs, requireExpiration }) => {
      if (!isTime(now) || !isTime(maxLifetimeMs) || requireExpiration === undefined)
        return missing('maxLifetimeMs')
      if (expirationTime === undefined)
        return requireExpiration ? 'The message never expires.' : undefined
      const end = Date.parse(expirationTime)
      if (!(now < end)) return 'The message has expired.'
      return end - Date.parse(issuedAt) <= maxLifetimeMs
        ? undefined
        : 'The message expires too late.'
    },
  },
  notBefore: {
    code: 'siwe_not_yet_valid',
    find: ({ notBefore }, { now, clockToleranceMs }) => {
      if (!isTime(now) || !isTime(clockToleranceMs)) return missing('now')
      if (notBefore === undefined) return undefined
      return Date.parse(notBefore) <= now + clockToleranceMs
        ? undefined
        : 'The message is not valid yet.'
    },
  },
} satisfies Record<string, Check>

function exact(
  code: ProblemCode,
  field: 'scheme' | 'domain' | 'address' | 'statement' | 'uri' | 'nonce' | 'requestId',
): Check {
  return {
    code,
    find: (message, expected) => {
      const value = expected[field]
      if (value === undefined || value === '') return missing(field)
      return (message[field] ?? null) === value ? undefined : `The ${field} is not the one issued.`
    },
  }
}

function missing(field: string): string {
  return `Nothing was said about the expected ${field}.`
}

function isTime(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value)
}
