import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, test } from 'vitest'
import { problems } from '../errors/problems.ts'
import { contract, type Endpoint, type Passage } from '../index.ts'
import { openApiDocument } from './openApiDocument.ts'

type Operation = {
  operationId: string
  requestBody?: { content: { 'application/json': { schema: { $ref?: string } } } }
  responses: Record<string, { content?: Record<string, { schema: Record<string, unknown> }> }>
  security: object[]
}
const paths = openApiDocument.paths as Record<string, Record<string, Operation>>
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, operation]) =>
    method === 'parameters' ? [] : [{ name: `${method.toUpperCase()} ${path}`, ...operation }],
  ),
)

test('default: a public validator finds it valid OpenAPI 3.1', async () => {
  const validator = new Validator()
  expect(await validator.validate(structuredClone(openApiDocument))).toEqual({ valid: true })
  expect(validator.version).toBe('3.1')
})

test('behavior: every call, the callback and the proxy are in it', () => {
  expect(operations.map(({ name }) => name).sort()).toMatchInlineSnapshot(`
    [
      "DELETE /session",
      "DELETE /upstream/{path}",
      "GET /redirect/callback",
      "GET /session",
      "GET /upstream/{path}",
      "PATCH /upstream/{path}",
      "POST /otp/start",
      "POST /otp/verify",
      "POST /redirect/start",
      "POST /siwe/challenge",
      "POST /siwe/verify",
      "POST /upstream/{path}",
      "PUT /upstream/{path}",
    ]
  `)
})

test('behavior: requests, answers and statuses are those of the contract', () => {
  const listed = Object.values(contract).flatMap((room) => Object.values<Endpoint | Passage>(room))
  const endpoints = listed.flatMap((one) => ('answers' in one ? [] : [one]))
  expect(listed.length - endpoints.length).toBe(2)
  expect(endpoints).toHaveLength(7)
  for (const { method, path, request, answer, status } of endpoints) {
    const operation = operations.find(({ name }) => name === `${method} ${path}`)
    const reference = /^#\/components\/schemas\/\w+$/
    if (request === undefined) expect(operation?.requestBody).toBe(undefined)
    else expect(operation?.requestBody?.content['application/json'].schema.$ref).toMatch(reference)
    const content = operation?.responses[status]?.content
    if (answer === undefined) expect(content).toBe(undefined)
    else expect(content?.['application/json']?.schema['$ref']).toMatch(reference)
  }
})

test('behavior: every reference leads somewhere, and every operation has a name of its own', () => {
  const text = JSON.stringify(openApiDocument)
  for (const [, reference = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    let target: unknown = openApiDocument
    for (const part of reference.split('/')) target = (target as Record<string, unknown>)[part]
    expect(target, reference).toBeDefined()
  }
  const ids = operations.map(({ operationId }) => operationId)
  expect(new Set(ids).size).toBe(ids.length)
})

test('behavior: every code with a status is the answer of some operation, under that status', () => {
  const found = new Set<string>()
  for (const { name, responses } of operations)
    for (const [status, { content }] of Object.entries(responses)) {
      const schema = content?.['application/problem+json']?.schema as
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
  // The page of the callback carries the first two; the third is thrown where a message is built.
  const elsewhere = ['redirect_denied', 'redirect_state_invalid', 'invalid_field']
  expect([...found].sort()).toEqual(listed.filter((code) => !elsewhere.includes(code)))
})

test('security: only reading, starting and passing on go without a cookie', () => {
  const needed = operations.filter(
    ({ security }) => !security.some((one) => !Object.keys(one).length),
  )
  expect(needed.map(({ operationId }) => operationId).sort()).toEqual([
    'finishRedirect',
    'verifyOtp',
    'verifySiwe',
  ])
})

test('behavior: what is checked in is what `node scripts/generateOpenApi.ts` writes', () => {
  const file = new URL('../../../../docs/reference/openapi.json', import.meta.url)
  expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(openApiDocument, undefined, 2)}\n`)
})
