import { isDateTime } from './isDateTime.ts'
import type { StandardSchemaV1 } from './StandardSchema.ts'

/**
 * A Standard Schema of the contract. It checks a JSON value without changing it. The OpenAPI document is
 * generated from its `rules`.
 */
export interface Schema<output> extends StandardSchemaV1<unknown, output> {
  readonly rules: Rules
  /** Returns the path of the first part of a value that breaks a rule, or `undefined` if none does. */
  readonly find: Find
}

/** JSON Schema with schemas for its parts. The name of an optional member ends in `?`. */
export type Rules =
  | ({ readonly type: 'string'; readonly format?: 'date-time' | 'uri' } & TextRules)
  | { readonly type: 'integer'; readonly minimum: number }
  | { readonly type: 'array'; readonly items: Schema<unknown> }
  | { readonly type: 'object'; readonly members: Members; readonly isStrict: boolean }
  | { readonly enum: readonly string[]; readonly isOpen?: true }
  | { readonly nullable: Schema<unknown> }
  | { readonly oneOf: readonly Schema<unknown>[] }

type Find = (value: unknown) => readonly PropertyKey[] | undefined
type TextRules = {
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: RegExp
}
type Members = Readonly<Record<string, Schema<unknown>>>
type Output<schema> = schema extends Schema<infer output> ? output : never
type ObjectOf<members> = Flat<
  {
    [name in keyof members as name extends `${string}?` ? never : name]: Output<members[name]>
  } & {
    [name in keyof members as name extends `${infer plain}?` ? plain : never]?:
      | Output<members[name]>
      | undefined
  }
>
type Flat<type> = { [name in keyof type]: type[name] }

/** An object with these members. Others are ignored, so that answers can get new members. */
export function object<members extends Members>(
  members: members,
  isStrict = false,
): Schema<ObjectOf<members>> {
  return define({ type: 'object', members, isStrict }, (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
    // Only own members count. Otherwise a prototype's members would count as sent.
    const sent = new Map<string, unknown>(Object.entries(value))
    for (const [key, member] of Object.entries(members)) {
      const name = key.replace('?', '')
      const part = sent.get(name)
      sent.delete(name)
      const path = part === undefined && name !== key ? undefined : member.find(part)
      if (path !== undefined) return [name, ...path]
    }
    const [unknown] = isStrict ? sent.keys() : []
    return unknown === undefined ? undefined : [unknown]
  })
}

/** An object with exactly these members. */
export function strictObject<members extends Members>(members: members): Schema<ObjectOf<members>> {
  return object(members, true)
}

/** A list, of any length. */
export function array<item>(items: Schema<item>): Schema<item[]> {
  return define({ type: 'array', items }, (value) => {
    if (!Array.isArray(value)) return []
    for (const [index, item] of value.entries()) {
      const path = items.find(item)
      if (path !== undefined) return [index, ...path]
    }
    return undefined
  })
}

/** One of several objects. The member with this name, the first of each object, decides which one. */
export function variant<options extends readonly Schema<unknown>[]>(
  name: string,
  ...options: options
): Schema<Output<options[number]>> {
  return define({ oneOf: options }, (value) => {
    const meant = options.find(({ find }) => find(value)?.[0] !== name)
    return meant === undefined ? [name] : meant.find(value)
  })
}

/** A value, or null. */
export function nullable<output>(schema: Schema<output>): Schema<output | null> {
  return define({ nullable: schema }, (value) => (value === null ? undefined : schema.find(value)))
}

/** One of these strings. */
export function oneOf<const texts extends readonly string[]>(
  ...texts: texts
): Schema<texts[number]> {
  return defineLeaf({ enum: texts }, (value) => texts.some((text) => text === value))
}

/**
 * One of these strings, or a string that a later version adds. A client ignores what it does not know, so that
 * a new method or status does not break it.
 */
export function openOneOf<const texts extends readonly string[]>(
  ...texts: texts
): Schema<texts[number] | (string & Record<never, never>)> {
  return defineLeaf({ enum: texts, isOpen: true }, (value) => typeof value === 'string')
}

/** A string with this length in UTF-16 units and this pattern. */
export function string(rules: TextRules): Schema<string> {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern = /^/ } = rules
  return defineText(
    rules,
    (value) => value.length >= minLength && value.length <= maxLength && pattern.test(value),
  )
}

/** Any string. */
export const text: Schema<string> = /* @__PURE__ */ defineText({}, () => true)

/** An instant in the format of RFC 3339. */
export const instant: Schema<string> = /* @__PURE__ */ defineText(
  { format: 'date-time' },
  isDateTime,
)

/** An absolute URL. */
export const url: Schema<string> = /* @__PURE__ */ defineText({ format: 'uri' }, isUrl)

/** `URL.canParse` is missing below Chrome 120 and Safari 17. */
function isUrl(text: string): boolean {
  try {
    return Boolean(new URL(text))
  } catch {
    return false
  }
}

/** A safe integer from 0 up: a count, or a time in seconds. */
export const wholeNumber: Schema<number> = /* @__PURE__ */ defineLeaf(
  { type: 'integer', minimum: 0 },
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
)

/** A safe integer above 0. */
export const positiveInteger: Schema<number> = /* @__PURE__ */ defineLeaf(
  { type: 'integer', minimum: 1 },
  (value) => Number.isSafeInteger(value) && Number(value) > 0,
)

function defineText(
  rules: Omit<Extract<Rules, { type: 'string' }>, 'type'>,
  test: (value: string) => boolean,
): Schema<string> {
  return defineLeaf(
    { type: 'string', ...rules },
    (value) => typeof value === 'string' && test(value),
  )
}

function defineLeaf<output>(rules: Rules, test: (value: unknown) => boolean): Schema<output> {
  return define(rules, (value) => (test(value) ? undefined : []))
}

function define<output>(rules: Rules, find: Find): Schema<output> {
  return {
    rules,
    find,
    '~standard': {
      version: 1,
      vendor: '@kit/core',
      validate(value) {
        const path = find(value)
        if (path === undefined) return { value: value as output }
        return { issues: [{ message: 'Does not fit the schema', path }] }
      },
    },
  }
}
