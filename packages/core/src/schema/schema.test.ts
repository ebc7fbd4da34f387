import { expect, expectTypeOf, test } from 'vitest'
import type { StandardSchemaV1 } from '../index.ts'
import { findIssue } from './findIssue.ts'
import {
  array,
  instant,
  nullable,
  object,
  oneOf,
  positiveInteger,
  strictObject,
  string,
  text,
  url,
  variant,
  wholeNumber,
} from './schema.ts'

const User = object({
  name: text,
  'age?': wholeNumber,
  tags: array(text),
  until: nullable(instant),
})
const user = { name: 'Ada', tags: ['a'], until: null }
const Shape = variant(
  'kind',
  object({ kind: oneOf('circle'), radius: wholeNumber }),
  object({ kind: oneOf('path'), points: array(wholeNumber) }),
)

test('default: a valid value passes unchanged, including additional members', () => {
  const answer = { ...user, more: true }
  expect(User['~standard'].validate(answer)).toEqual({ value: answer })
  expect(User['~standard'].vendor).toBe('@kit/core')
})

test('default: types follow from the rules', () => {
  expectTypeOf<StandardSchemaV1.InferOutput<typeof User>>().toEqualTypeOf<{
    name: string
    age?: number | undefined
    tags: string[]
    until: string | null
  }>()
  expectTypeOf<StandardSchemaV1.InferOutput<typeof Shape>>().toEqualTypeOf<
    { kind: 'circle'; radius: number } | { kind: 'path'; points: number[] }
  >()
})

test.for([
  ['no object', null, 'body'],
  ['a list', [], 'body'],
  ['a text', 'Ada', 'body'],
  ['a missing member', { ...user, name: undefined }, 'name'],
  ['null for an optional member', { ...user, age: null }, 'age'],
  ['a number that JSON cannot write', { ...user, age: Number.NaN }, 'age'],
  ['an infinite number', { ...user, age: Number.POSITIVE_INFINITY }, 'age'],
  ['an item', { ...user, tags: ['a', 1] }, 'tags.1'],
  ['an object instead of a list', { ...user, tags: { length: 0 } }, 'tags'],
  ['a day that does not exist', { ...user, until: '2026-02-30T00:00:00Z' }, 'until'],
] as const)('behavior: the issue of %s is found', ([, value, path]) => {
  expect(findIssue(User, value)).toBe(path)
})

test('behavior: if there are several issues, that of the first member is reported', () => {
  expect(findIssue(User, { tags: 1, name: 1 })).toBe('name')
})

test('parameters: strictObject refuses a member that is not listed', () => {
  const Request = strictObject({ 'id?': positiveInteger })
  expect(findIssue(Request, {})).toBe(undefined)
  expect(findIssue(Request, { id: undefined })).toBe(undefined)
  expect(findIssue(Request, { id: 1, more: undefined })).toBe('more')
})

test.for([
  [0, 'body'],
  [1.5, 'body'],
  [2 ** 53, 'body'],
  ['1', 'body'],
  [1, undefined],
] as const)('parameters: positiveInteger of %s', ([value, issue]) => {
  expect(findIssue(positiveInteger, value)).toBe(issue)
})

test.for([
  ['ab', 'body'],
  ['abc', undefined],
  ['abcde', 'body'],
  ['ABC', 'body'],
  [['abc'], 'body'],
] as const)('parameters: string with a length and a pattern, given %o', ([value, issue]) => {
  const Code = string({ minLength: 3, maxLength: 4, pattern: /^[a-z]+$/ })
  expect(findIssue(Code, value)).toBe(issue)
})

test.for([
  ['https://example.com/a', undefined],
  ['/a', 'body'],
  [1, 'body'],
] as const)('parameters: url of %s', ([value, issue]) => {
  expect(findIssue(url, value)).toBe(issue)
})

test('parameters: variant reports the wrong member of the chosen option', () => {
  expect(findIssue(Shape, { kind: 'path', points: [] })).toBe(undefined)
  expect(findIssue(Shape, { kind: 'path', points: ['1'] })).toBe('points.0')
  expect(findIssue(Shape, { kind: 'square' })).toBe('kind')
  expect(findIssue(Shape, null)).toBe('body')
})

test('security: inherited members do not count as sent', () => {
  expect(findIssue(object({ constructor: text }), {})).toBe('constructor')
  expect(findIssue(User, Object.create(user))).toBe('name')
  expect(findIssue(oneOf('a'), 'constructor')).toBe('body')
  const smuggled: unknown = JSON.parse('{"__proto__":{"id":1}}')
  expect(findIssue(strictObject({ 'id?': wholeNumber }), smuggled)).toBe('__proto__')
  expect(findIssue(strictObject({ id: wholeNumber }), smuggled)).toBe('id')
})
