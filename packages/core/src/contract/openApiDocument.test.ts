import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { type Hex, verifyMessage } from 'viem'
import { expect, test } from 'vitest'
import { ProblemDetails } from '../errors/ProblemDetails.ts'
import { problems } from '../errors/problems.ts'
import {
  type Challenge,
  contract,
  createSiweMessage,
  type Endpoint,
  findIssue,
  type RawEndpoint,
} from '../index.ts'
import { examples } from './openApi/examples.ts'
import { named } from './openApi/named.ts'
import { openApiDocument } from './openApiDocument.ts'

type Response = { content?: Record<string, { schema: Record<string, unknown> }> }
type Operation = {
  operationId: string
  requestBody?: { content: { 'application/json': { schema: { $ref?: string } } } }
  responses: Record<string, Response | { $ref: string }>
  security: object[]
  tags: string[]
}
const paths = openApiDocument.paths as Record<string, Record<string, Operation>>
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, operation]) =>
    method === 'parameters' ? [] : [{ name: `${method.toUpperCase()} ${path}`, ...operation }],
  ),
)

/** Resolves a reference to a shared response. */
function follow(response: Response | { $ref: string } | undefined): Response | undefined {
  if (response === undefined || !('$ref' in response)) return response
  const name = response.$ref.replace('#/components/responses/', '')
  return openApiDocument.components.responses[name]
}

test('default: a public validator finds it valid OpenAPI 3.1', async () => {
  const validator = new Validator()
  expect(await validator.validate(structuredClone(openApiDocument))).toEqual({ valid: true })
  expect(validator.version).toBe('3.1')
})

test('behavior: the document has every call, the callback and the proxy', () => {
  expect(operations.map(({ name }) => name).sort()).toMatchInlineSnapshot(`
    [
      "DELETE /account",
      "DELETE /session",
      "DELETE /sessions",
      "DELETE /sessions/{id}",
      "DELETE /upstream/{path}",
      "GET /account",
      "GET /identities",
      "GET /redirect/callback",
      "GET /session",
      "GET /sessions",
      "GET /upstream/{path}",
      "PATCH /upstream/{path}",
      "POST /identities/email/start",
      "POST /identities/email/verify",
      "POST /identities/remove",
      "POST /identities/wallet",
      "POST /otp/start",
      "POST /otp/verify",
      "POST /redirect/start",
      "POST /session/extend",
      "POST /siwe/challenge",
      "POST /siwe/verify",
      "POST /upstream/{path}",
      "PUT /upstream/{path}",
    ]
  `)
})

test('behavior: requests, answers and statuses match the contract', () => {
  const listed = Object.values(contract).flatMap((room) =>
    Object.values<Endpoint | RawEndpoint>(room),
  )
  const endpoints = listed.flatMap((one) => ('answers' in one ? [] : [one]))
  expect(listed.length - endpoints.length).toBe(2)
  expect(endpoints).toHaveLength(18)
  for (const { method, path, request, answer, status } of endpoints) {
    const operation = operations.find(({ name }) => name === `${method} ${path}`)
    const reference = /^#\/components\/schemas\/\w+$/
    if (request === undefined) expect(operation?.requestBody).toBe(undefined)
    else expect(operation?.requestBody?.content['application/json'].schema.$ref).toMatch(reference)
    const content = follow(operation?.responses[status])?.content
    if (answer === undefined) expect(content).toBe(undefined)
    else expect(content?.['application/json']?.schema['$ref']).toMatch(reference)
  }
})

test('behavior: every reference resolves, and every operation has a unique name', () => {
  const text = JSON.stringify(openApiDocument)
  for (const [, reference = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    let target: unknown = openApiDocument
    for (const part of reference.split('/')) target = (target as Record<string, unknown>)[part]
    expect(target, reference).toBeDefined()
  }
  const ids = operations.map(({ operationId }) => operationId)
  expect(new Set(ids).size).toBe(ids.length)
})

test('behavior: every tag is described', () => {
  const used = new Set(operations.flatMap(({ tags }) => tags))
  expect(openApiDocument.tags.map(({ name }) => name).sort()).toEqual([...used].sort())
})

test('behavior: every JSON body has an example that fits its schema', () => {
  for (const [name, example] of Object.entries<unknown>(examples)) {
    const [, schema] = Object.entries(named).find(([known]) => known === name) ?? []
    expect(schema && findIssue(schema, example), name).toBeUndefined()
  }
  const shown = operations.flatMap(({ requestBody, responses }) =>
    [requestBody, ...Object.values(responses).map(follow)].flatMap((part) =>
      Object.values<{ schema: object; example?: unknown; examples?: object }>(part?.content ?? {}),
    ),
  )
  const isOpen = ({ schema }: { schema: object }) =>
    Object.keys(schema).length === 0 || ('type' in schema && schema.type === 'string')
  const silent = shown.filter((body) => !isOpen(body) && !(body.example ?? body.examples))
  expect(silent).toEqual([])
  for (const { example } of shown)
    if (example !== undefined) expect(findIssue(ProblemDetails, example)).toBeUndefined()
})

test('behavior: the example of a signed message is one that a backend accepts', async () => {
  const { Challenge, SiweVerifyRequest } = examples
  const { address, message, signature } = SiweVerifyRequest
  const account = { address, chainId: 1 }
  expect(createSiweMessage(structuredClone(Challenge) as Challenge, account)).toBe(message)
  expect(await verifyMessage({ address, message, signature: signature as Hex })).toBe(true)
})

test('behavior: every code is an answer of some operation, under its status', () => {
  const found = new Set<string>()
  for (const { name, responses } of operations)
    for (const [status, response] of Object.entries(responses)) {
      const schema = follow(response)?.content?.['application/problem+json']?.schema as
        | { properties: { code: { enum: string[] } } }
        | undefined
      for (const code of schema?.properties.code.enum ?? []) {
        expect(problems[code as keyof typeof problems].status, `${name} ${code}`).toBe(
          Number(status),
        )
        found.add(code)
      }
    }
  const listed = Object.entries(problems).flatMap(([code, { status }]) => (status > 0 ? code : []))
  // The first two appear on the callback page. The third is thrown when a message is built.
  const elsewhere = ['redirect_denied', 'redirect_state_invalid', 'invalid_field']
  expect([...found].sort()).toEqual(listed.filter((code) => !elsewhere.includes(code)))
})

test('security: only reading the session, starting a sign-in and proxied calls work without a cookie', () => {
  const needed = operations.filter(
    ({ security }) => !security.some((one) => !Object.keys(one).length),
  )
  expect(needed.map(({ operationId }) => operationId).sort()).toEqual([
    'endOtherSessions',
    'endSession',
    'extendSession',
    'finishRedirect',
    'listSessions',
    'verifyOtp',
    'verifySiwe',
  ])
})

test('behavior: the committed document is what `npm run generate` writes', () => {
  const file = new URL('../../../../docs/reference/openapi.json', import.meta.url)
  expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(openApiDocument, undefined, 2)}\n`)
})
