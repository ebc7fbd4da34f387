import type { StandardSchemaV1 } from './StandardSchema.ts'

/**
 * Returns the path of the first member that does not fit its schema, such as `fields.domain`, or `undefined`
 * if all do. The schemas of the contract are synchronous; an asynchronous one is refused.
 */
export function findIssue(schema: StandardSchemaV1, value: unknown): string | undefined {
  const result = schema['~standard'].validate(value)
  if (result instanceof Promise) return 'schema'
  const issue = result.issues?.[0]
  if (issue === undefined) return undefined
  const path = issue.path?.map((part) => String(typeof part === 'object' ? part.key : part))
  return path?.join('.') || 'body'
}
