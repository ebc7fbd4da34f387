import { ProblemDetails } from '../../errors/ProblemDetails.ts'
import { problems } from '../../errors/problems.ts'
import { OtpDelivery } from '../../otp/OtpDelivery.ts'
import { OtpStartRequest, OtpVerifyRequest } from '../../otp/otpEndpoints.ts'
import { RedirectStartAnswer, RedirectStartRequest } from '../../redirect/redirectEndpoints.ts'
import { Method, Session } from '../../session/Session.ts'
import { SessionAnswer, SignedInAnswer } from '../../session/sessionEndpoints.ts'
import { Challenge, SiweFields } from '../../siwe/Challenge.ts'
import { SiweChallengeRequest, SiweVerifyRequest } from '../../siwe/siweEndpoints.ts'
import type { StandardSchemaV1 } from '../StandardSchema.ts'
import { type JsonSchema, toJsonSchema } from './toJsonSchema.ts'

const named = {
  Challenge,
  Method,
  OtpDelivery,
  OtpStartRequest,
  OtpVerifyRequest,
  ProblemDetails,
  RedirectStartAnswer,
  RedirectStartRequest,
  Session,
  SessionAnswer,
  SignedInAnswer,
  SiweChallengeRequest,
  SiweFields,
  SiweVerifyRequest,
}

type Name = keyof typeof named

/** A reference to one of {@link createSchemas}, by the very schema that the contract checks with. */
export function refer(schema: StandardSchemaV1): { $ref: string } {
  const reference = findReference(schema)
  if (reference !== undefined) return reference
  throw new Error('A schema of the contract has no name in the document.')
}

function findReference(schema: StandardSchemaV1): { $ref: string } | undefined {
  const [name] = Object.entries(named).find(([, candidate]) => candidate === schema) ?? []
  return name === undefined ? undefined : { $ref: `#/components/schemas/${name}` }
}

/** `components.schemas`: the schemas of the contract as JSON Schema, with words to their members. */
export function createSchemas(): Record<Name, JsonSchema> {
  const schemas = {} as Record<Name, JsonSchema>
  for (const name of Object.keys(named) as Name[]) {
    schemas[name] = toJsonSchema(named[name], findReference)
    annotate(schemas[name], words[name])
  }
  const code = schemas.ProblemDetails.properties?.['code']
  if (code !== undefined)
    code.enum = Object.entries(problems).flatMap(([code, { status }]) => (status > 0 ? code : []))
  return schemas
}

function annotate(schema: JsonSchema, members: Record<string, string>): void {
  for (const part of schema.oneOf ?? []) annotate(part, members)
  for (const [member, property] of Object.entries(schema.properties ?? {})) {
    if (members[member] !== undefined) property.description = members[member]
    const isInstant = /At$|Time$|^notBefore$/.test(member)
    if (isInstant && property.type === 'string') property.format = 'date-time'
  }
}

const words: Record<Name, Record<string, string>> = {
  Challenge: {
    fields: 'The browser adds `address` and `chainId`, and builds the text of EIP-4361.',
    chainIds: 'The EIP-155 chains that are accepted. Absent: any.',
    message: 'The finished text of the upstream. It is signed as it is, to the byte.',
    expiresAt: 'When the backend stops accepting the answer, by its own clock.',
  },
  Method: {},
  OtpDelivery: {
    codeLength: 'How many characters the code has.',
    codeAlphabet:
      '`numeric`: digits. `alphanumeric`: digits and letters, whose case means nothing.',
    resendAt: 'When another code may be asked for.',
    expiresAt: 'When this code ends.',
    attemptsLeft: 'How often this code may be tried.',
  },
  OtpStartRequest: {
    identifier: 'What the user typed: an e-mail address. Compared without case and outer spaces.',
  },
  OtpVerifyRequest: { code: 'The code in ASCII, without spaces.' },
  ProblemDetails: {
    type: 'A relative reference to the page of the code: `/errors/<code>`.',
    title: 'What happened, in a few words.',
    status: 'The HTTP status of this answer.',
    code: 'One of a closed list. A client treats one that it does not know as an answer that is not understood.',
    detail: "What happened, in a sentence. Never an upstream's words.",
    requestId: "The backend's id of this request, for its log.",
    retryAfterSeconds: 'As the header `Retry-After`.',
    attemptsLeft: 'Tries that remain, for `otp_invalid`.',
    supportContact: 'Whom to write to, for `otp_locked`.',
  },
  RedirectStartAnswer: {
    url: "The upstream's page, to be opened in a window or in place of this one.",
  },
  RedirectStartRequest: {
    returnTo:
      'Where to go afterwards: a path of the own origin. Absent: a page that closes its window.',
  },
  Session: {
    upstream: 'The id of the upstream, such as `bakkt`.',
    subject:
      'A pseudonym of the user, stable for this app: an HMAC of the upstream’s id, never the id.',
    address: 'The account that signed, with its EIP-55 checksum. Absent for other methods.',
    chainId: 'The EIP-155 chain of the message.',
    status:
      '`registration-required`: signed in, and the account is not complete. `pending`: it is being checked.',
    authenticatedAt: 'When the user signed in.',
    expiresAt: 'When the session ends at the latest; null where the upstream does not say.',
  },
  SessionAnswer: {
    session: 'Null when nobody is signed in.',
    methods: 'What this backend offers, for the page to draw.',
  },
  SignedInAnswer: {},
  SiweChallengeRequest: {
    address: 'The account, if it is known already.',
    chainId: 'The EIP-155 chain, if it is known already.',
  },
  SiweFields: {
    scheme: 'Absent unless the first line is to start with it.',
    domain: 'RFC 3986 authority: host, and port where it is not the usual one. No scheme.',
    statement: 'One line of ASCII, without quotation marks.',
    uri: 'RFC 3986 URI of the app.',
    nonce: 'At least 8 letters and digits.',
    issuedAt: 'RFC 3339, by the clock of the server.',
  },
  SiweVerifyRequest: {
    message: 'The exact text that was signed.',
    signature:
      'What the wallet returned: 65 bytes, the longer one of a contract account, or `0x` where that account approved the text on its chain.',
    address: 'The account that signed. Must be the one in the message.',
    chainId: 'For a finished text, which names no chain.',
  },
}
