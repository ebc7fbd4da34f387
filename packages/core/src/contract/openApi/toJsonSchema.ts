import type { Schema } from '../../schema/schema.ts'

/** The part of JSON Schema (2020-12) that the contract needs. */
export interface JsonSchema {
  $ref?: string
  description?: string
  type?: 'array' | 'integer' | 'null' | 'object' | 'string'
  const?: string
  enum?: string[]
  format?: 'date-time' | 'uri' | 'uri-reference'
  minLength?: number
  maxLength?: number
  pattern?: string
  minimum?: number
  maximum?: number
  items?: JsonSchema
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: false
}

/**
 * Converts a schema of the contract to JSON Schema.
 *
 * @param refer - returns the reference to a schema that the document names, otherwise `undefined`.
 */
export function toJsonSchema(
  { rules }: Schema<unknown>,
  refer: (part: Schema<unknown>) => JsonSchema | undefined,
): JsonSchema {
  const convert = (part: Schema<unknown>) => refer(part) ?? toJsonSchema(part, refer)
  if ('nullable' in rules) return { anyOf: [convert(rules.nullable), { type: 'null' }] }
  if ('oneOf' in rules) return { oneOf: rules.oneOf.map(convert) }
  if ('enum' in rules) {
    const [first, ...others] = rules.enum
    return first !== undefined && others.length === 0
      ? { const: first }
      : { enum: [...rules.enum], type: 'string' }
  }
  switch (rules.type) {
    case 'array':
      return { type: 'array', items: convert(rules.items) }
    case 'integer':
      return { ...rules, maximum: Number.MAX_SAFE_INTEGER }
    case 'string': {
      const { pattern, ...others } = rules
      return pattern === undefined ? others : { ...others, pattern: pattern.source }
    }
    case 'object': {
      const members = Object.entries(rules.members)
      return {
        type: 'object',
        properties: Object.fromEntries(
          members.map(([name, part]) => [name.replace('?', ''), convert(part)]),
        ),
        required: members.flatMap(([name]) => (name.endsWith('?') ? [] : name)),
        ...(rules.isStrict && { additionalProperties: false }),
      }
    }
  }
}
