import type { ProblemCode } from '../errors/problems.ts'
import { isSame } from './isSame.ts'
import { readSiweMessage } from './readSiweMessage.ts'
import type { SiweMessage } from './SiweMessage.ts'

/**
 * Checks each field of a text against what was issued. Never throws. Every expected value is required: a
 * missing one refuses its field, so that a forgotten argument never skips a check.
 *
 * @param text - the exact text that will be or was signed.
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
  const message = readSiweMessage(text)
  if (typeof message === 'string') {
    const reason = `The ${message} does not follow EIP-4361.`
    return { ok: false, code: 'siwe_malformed', reason, message: undefined, fields: undefined }
  }
  return inspectParsedMessage(message, expectation)
}

/** Checks a message that has just been parsed from its text, like {@link inspectSiweMessage}. */
export function inspectParsedMessage(
  message: SiweMessage,
  expectation: inspectSiweMessage.Expectation,
): Exclude<inspectSiweMessage.ReturnType, { message: undefined }> {
  const fields = {} as Record<inspectSiweMessage.Field, inspectSiweMessage.Verdict>
  let first: Refusal | undefined
  for (const [field, check] of Object.entries(checks) as [inspectSiweMessage.Field, Check][]) {
    const refusal = judge(check, message, expectation)
    fields[field] = refusal ?? accepted
    first ??= refusal
  }
  return first === undefined
    ? { ok: true, code: undefined, reason: undefined, message, fields }
    : { ...first, message, fields }
}

export declare namespace inspectSiweMessage {
  /** What was issued. `null` means that the field must be absent. */
  type Expectation = {
    scheme: string | null
    domain: string
    /** With its EIP-55 checksum; compared exactly. */
    address: string
    statement: string | null
    uri: string
    /** The allowed chains; `'any'` allows all. */
    chainIds: readonly number[] | 'any'
    nonce: string
    requestId: string | null
    resources: readonly string[] | null
    /** The time by the clock that issued the challenge, in ms since 1970. */
    now: number
    /** How long ago the message may have been issued, in ms. */
    maxAgeMs: number
    /** How far clocks may differ, in ms. An `Issued At` in the future is accepted up to this far. */
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

type Refusal = Extract<inspectSiweMessage.Verdict, { ok: false }>
type Expected = Partial<inspectSiweMessage.Expectation>
type Check = {
  code: ProblemCode
  /** Why the field is not as expected, or `undefined` if it is. Throws if no expectation was given. */
  find: (message: SiweMessage, expected: Expected) => string | undefined
}

const accepted = { ok: true } as const

function judge(
  { code, find }: Check,
  message: SiweMessage,
  expected: Expected,
): Refusal | undefined {
  let reason: string | undefined
  try {
    reason = find(message, expected)
  } catch (error) {
    // Without this, a forgotten argument would skip a check.
    reason = error instanceof Error ? error.message : 'The expectation is not valid.'
  }
  return reason === undefined ? undefined : { ok: false, code, reason }
}

function number(
  expected: Expected,
  name: 'now' | 'maxAgeMs' | 'clockToleranceMs' | 'maxLifetimeMs',
): number {
  const value = expected[name]
  if (typeof value !== 'number' || !Number.isFinite(value)) throw unsaid(name)
  return value
}

function unsaid(name: string): Error {
  return new Error(`The expected ${name} is missing.`)
}

function exact(
  code: ProblemCode,
  field:
    | 'scheme'
    | 'domain'
    | 'address'
    | 'statement'
    | 'uri'
    | 'nonce'
    | 'requestId'
    | 'resources',
): Check {
  return {
    code,
    find: (message, expected) => {
      const value = expected[field]
      if (value === undefined || value === '') throw unsaid(field)
      return isSame(message[field] ?? null, value)
        ? undefined
        : `The ${field} differs from the challenge.`
    },
  }
}

/** The checks, in the order in which a refusal is reported. */
const checks = {
  scheme: exact('siwe_domain_mismatch', 'scheme'),
  domain: exact('siwe_domain_mismatch', 'domain'),
  address: exact('siwe_address_mismatch', 'address'),
  statement: exact('siwe_statement_mismatch', 'statement'),
  uri: exact('siwe_uri_mismatch', 'uri'),
  chainId: {
    code: 'siwe_chain_not_allowed',
    find: ({ chainId }, { chainIds }) => {
      if (chainIds === 'any') return undefined
      // A string also has `includes`, and '10' includes 1.
      if (!Array.isArray(chainIds)) throw unsaid('chainIds')
      return chainIds.includes(chainId) ? undefined : `Chain ${chainId} is not allowed.`
    },
  },
  nonce: exact('nonce_invalid', 'nonce'),
  requestId: exact('siwe_malformed', 'requestId'),
  resources: exact('siwe_resources_not_allowed', 'resources'),
  issuedAt: {
    code: 'siwe_issued_at',
    find: ({ issuedAt }, expected) => {
      const now = number(expected, 'now')
      const maxAgeMs = number(expected, 'maxAgeMs')
      const clockToleranceMs = number(expected, 'clockToleranceMs')
      const age = now - Date.parse(issuedAt)
      if (age < -clockToleranceMs) return 'The message was issued in the future.'
      return age <= maxAgeMs ? undefined : 'The message was issued too long ago.'
    },
  },
  expirationTime: {
    code: 'siwe_expired',
    find: ({ issuedAt, expirationTime }, expected) => {
      const now = number(expected, 'now')
      const maxLifetimeMs = number(expected, 'maxLifetimeMs')
      const { requireExpiration } = expected
      if (typeof requireExpiration !== 'boolean') throw unsaid('requireExpiration')
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
    find: ({ notBefore }, expected) => {
      const now = number(expected, 'now')
      const clockToleranceMs = number(expected, 'clockToleranceMs')
      if (notBefore === undefined) return undefined
      return Date.parse(notBefore) <= now + clockToleranceMs
        ? undefined
        : 'The message is not valid yet.'
    },
  },
} satisfies Record<string, Check>
