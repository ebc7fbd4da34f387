import { type OutputUnit, Validator } from '@cfworker/json-schema'
import type { Visitor } from '../createVisitor.ts'
import { findOperation, findResponse } from './findResponse.ts'

/**
 * Compares one answer with the contract's OpenAPI document: the status must be listed for its operation,
 * the media type must be the document's, and the body must fit the schema, codes of problems included.
 *
 * @returns what is wrong, or `undefined` if the answer fits or the document has no such operation.
 */
export function validateAnswer(answer: Visitor.Answer): string | undefined {
  const { request, status, headers, text, json } = answer
  const operation = findOperation(request)
  if (operation === undefined) return undefined
  const response = findResponse(operation, status)
  if (response === undefined) return `${request} was answered with ${status}, which is not listed`
  const { mediaType, schema } = response
  if (mediaType === undefined)
    return text === '' ? undefined : `${request} was answered with ${status} with a body`
  const sent = headers.get('content-type')?.split(';')[0]
  if (sent !== mediaType)
    return `${request} was answered with ${status} as ${sent}, not ${mediaType}`
  if (mediaType === 'text/html' || schema === undefined) return undefined
  const { valid, errors } = new Validator(schema, '2020-12', false).validate(json)
  return valid
    ? undefined
    : `${request} was answered with ${status}, and its body does not fit: ${summarize(errors)}`
}

/** The deepest error names the invalid member. Those above it only repeat that something is wrong. */
function summarize(errors: readonly OutputUnit[]): string {
  const [deepest] = errors.toSorted(
    (one, other) => depth(other.instanceLocation) - depth(one.instanceLocation),
  )
  const last = deepest ?? errors.at(-1)
  return last === undefined ? 'no reason given' : `${last.instanceLocation} ${last.error}`
}

function depth(location: string): number {
  return location.split('/').length
}
