import { problems } from '../../errors/problems.ts'
import type { StandardSchemaV1 } from '../../schema/StandardSchema.ts'
import { examples } from './examples.ts'
import { named } from './named.ts'
import { type JsonSchema, toJsonSchema } from './toJsonSchema.ts'

type Name = keyof typeof named

/** Refers to one of {@link createSchemas}, by the schema object that the contract uses for its checks. */
export function refer(schema: StandardSchemaV1): { $ref: string } {
  const reference = findReference(schema)
  if (reference !== undefined) return reference
  throw new Error('A schema of the contract has no name in the document.')
}

function findReference(schema: StandardSchemaV1): { $ref: string } | undefined {
  const [name] = Object.entries(named).find(([, candidate]) => candidate === schema) ?? []
  return name === undefined ? undefined : { $ref: `#/components/schemas/${name}` }
}

/**
 * A JSON body with this schema and its example.
 *
 * @throws Error if `examples.ts` has none.
 */
export function createContent(schema: StandardSchemaV1): object {
  const reference = refer(schema)
  const name = reference.$ref.replace('#/components/schemas/', '')
  if (!(name in examples)) throw new Error(`${name} has no example in examples.ts.`)
  const example = { $ref: `#/components/examples/${name}` }
  return { 'application/json': { schema: reference, examples: { typical: example } } }
}

/**
 * Creates `components.schemas`: the schemas of the contract as JSON Schema, with descriptions of their
 * members.
 */
export function createSchemas(): Record<Name, JsonSchema> {
  const schemas = {} as Record<Name, JsonSchema>
  for (const name of Object.keys(named) as Name[]) {
    schemas[name] = toJsonSchema(named[name], findReference)
    annotate(schemas[name], words[name])
  }
  const { type, code } = schemas.ProblemDetails.properties ?? {}
  if (type !== undefined) type.format = 'uri-reference'
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
  AccountAnswer: {
    subject: "The user's pseudonym, the same as in their sessions.",
    createdAt: 'When the user signed up.',
    sessions: 'As in `GET /sessions`.',
  },
  Challenge: {
    fields: 'The browser adds `address` and `chainId` and builds the EIP-4361 text.',
    chainIds: 'The accepted EIP-155 chains. If absent, any chain is accepted.',
    message: 'The finished text, written by the upstream. It is signed unchanged.',
    expiresAt: "When the backend stops accepting the answer, by the backend's clock.",
  },
  IdentitiesAnswer: { identities: 'Oldest first. Never empty.' },
  Identity: {
    id: 'The email address, or the CAIP-10 account id.',
    address: "The wallet's address with its EIP-55 checksum.",
    chainId:
      'The chain of a contract account. If absent, the same person owns the address on every chain.',
    linkedAt: 'When it was linked.',
  },
  Method: {},
  OtpDelivery: {
    codeLength: 'The number of characters of the code.',
    codeAlphabet:
      '`numeric`: digits. `alphanumeric`: digits and letters, compared case-insensitively.',
    resendAt: 'When another code can be requested.',
    expiresAt: 'When this code expires.',
    attemptsLeft: 'The number of attempts that this code allows.',
  },
  OtpStartRequest: {
    identifier: 'The email address that the user typed. Case and surrounding spaces are ignored.',
  },
  OtpVerifyRequest: { code: 'The code in ASCII, without spaces.' },
  ProblemDetails: {
    type: 'The URL of the page that explains the code. A backend may use its own pages, or a relative reference.',
    title: 'What happened, in a few words.',
    status: 'The HTTP status of this answer.',
    code: 'One of a closed list. A client treats an unknown code as an invalid answer.',
    detail: 'What happened, in a sentence. Never text from an upstream.',
    requestId: "The backend's id of this request, to find it in the log.",
    retryAfterSeconds: 'The same value as the `Retry-After` header.',
    attemptsLeft: 'How many attempts are left, for `otp_invalid`.',
    supportContact:
      "The support contact, for `otp_locked` and for errors that only the app's operator can fix.",
  },
  RedirectStartAnswer: {
    url: "The upstream's page, to open in a new window or in this one.",
  },
  RedirectStartRequest: {
    returnTo:
      "Where to go afterwards: a path of the app's origin. If absent, the callback page closes its window.",
  },
  RemoveIdentityRequest: { id: 'The `id` of an identity.' },
  Session: {
    upstream: 'The id of the upstream, such as `bakkt`.',
    subject:
      'A pseudonym of the user, stable for this app: an HMAC of the upstream’s id, never the id itself.',
    address: 'The account that signed, with its EIP-55 checksum. Absent for other methods.',
    email: 'The email address that the user typed, whole or masked, if the app shows it.',
    chainId: 'The EIP-155 chain of the message.',
    status:
      '`registration-required`: signed in, but the account is not complete. `pending`: the account is being reviewed.',
    authenticatedAt: 'When the user signed in.',
    expiresAt:
      'When the session ends if it is not used: the earliest of the credential’s end, the absolute end and the idle end.',
  },
  SessionAnswer: {
    session: 'Null when nobody is signed in.',
    methods: 'The sign-in methods that this backend offers.',
  },
  SessionEntry: {
    id: 'Identifies the session in this list. It cannot be used to sign in.',
    client: 'The browser and operating system, such as `Firefox · Windows`; may be empty.',
    address: 'The account that signed in, with its EIP-55 checksum.',
    connector:
      'What the page said about the wallet: the id of its connector, such as `io.metamask`.',
    createdAt: 'When the user signed in.',
    lastSeenAt: 'When the session was last used, accurate to about a minute.',
    expiresAt: 'When the session ends if it is not used.',
  },
  SessionExtendRequest: {},
  SessionListAnswer: { currentId: 'The `id` of the session that sent the request.' },
  SignedInAnswer: {},
  SiweChallengeRequest: {
    address: 'The account, if already known.',
    chainId: 'The EIP-155 chain, if already known.',
  },
  SiweFields: {
    scheme: 'If present, the first line starts with it.',
    domain: 'RFC 3986 authority: the host, and the port if it is not the default. No scheme.',
    statement: 'One line of ASCII, without quotation marks.',
    uri: 'RFC 3986 URI of the app.',
    nonce: 'At least 8 letters and digits.',
    issuedAt: "RFC 3339, by the server's clock.",
  },
  SiweVerifyRequest: {
    message: 'The exact text that was signed.',
    signature:
      'What the wallet returned: 65 bytes, more for a contract account, or `0x` if a contract account approved the text on its chain.',
    address: 'The account that signed. Must be the one in the message.',
    chainId: 'The chain, for a finished text that does not name one.',
  },
}
