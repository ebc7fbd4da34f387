import { Children, isValidElement, type ReactNode } from 'react'
import { AuthError } from '../../packages/core/src/index.ts'

/**
 * Writes an element as JSX. A long one takes several lines.
 *
 * @param nameOf - returns the name of a component in the code. A fragment has the empty name.
 */
export function writeElement(
  element: { type: unknown; props: Readonly<Record<string, unknown>> },
  nameOf: (type: unknown) => string,
): string {
  const { children, ...props } = element.props
  const name = nameOf(element.type)
  const attributes = Object.entries(props).map(([key, value]) => writeAttribute(key, value, nameOf))
  const parts = listChildren(children).map((child) => writeChild(child, nameOf))
  const line = [`<${name}`, ...attributes].join(' ')
  const start = fits(line) ? line : [`<${name}`, ...attributes.map(indent), ''].join('\n')
  if (parts.length === 0) return `${start}${fits(line) ? ' ' : ''}/>`
  const whole = `${start}>${parts.join('')}</${name}>`
  if (parts.length === 1 && fits(whole)) return whole
  return [`${start}>`, ...parts.map(indent), `</${name}>`].join('\n')
}

function writeAttribute(name: string, value: unknown, nameOf: NameOf): string {
  if (value === true) return name
  if (typeof value === 'string' && !/["\\\n]/.test(value)) return `${name}="${value}"`
  return `${name}={${writeValue(value, nameOf)}}`
}

/** Writes a value as an expression. A function that a story passes has no code to copy. */
function writeValue(value: unknown, nameOf: NameOf): string {
  if (AuthError.is(value)) return writeError(value, nameOf)
  if (typeof value === 'function') return '() => {}'
  if (typeof value === 'string') return quote(value)
  if (isElement(value)) return writeElement(value, nameOf)
  if (Array.isArray(value))
    return enclose(
      '[',
      ']',
      value.map((item) => writeValue(item, nameOf)),
    )
  if (typeof value !== 'object' || value === null) return String(value)
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  return enclose(
    '{ ',
    ' }',
    entries.map(([key, item]) => {
      const written = writeValue(item, nameOf)
      return `${/^[a-z_$][\w$]*$/i.test(key) ? key : quote(key)}: ${written}`
    }),
  )
}

function writeError(error: AuthError, nameOf: NameOf): string {
  const { retryAfterSeconds, attemptsLeft, supportContact } = error
  const details = Object.entries({ retryAfterSeconds, attemptsLeft, supportContact }).filter(
    ([, value]) => value !== undefined,
  )
  const options = details.length > 0 ? `, ${writeValue(Object.fromEntries(details), nameOf)}` : ''
  return `new AuthError(${quote(error.code)}${options})`
}

function writeChild(child: unknown, nameOf: NameOf): string {
  if (isElement(child)) return writeElement(child, nameOf)
  const text = String(child)
  return /[{}<>\n]|^\s|\s$/.test(text) ? `{${quote(text)}}` : text
}

type NameOf = (type: unknown) => string

/** `Children.toArray` without the keys that it adds. */
function listChildren(children: unknown): unknown[] {
  const all: unknown[] = []
  Children.forEach(children as ReactNode, (child) => {
    if (child !== null && child !== undefined && typeof child !== 'boolean') all.push(child)
  })
  return all
}

function isElement(
  value: unknown,
): value is { type: unknown; props: Readonly<Record<string, unknown>> } {
  return isValidElement(value)
}

/** Writes a list between two brackets: in one line if it is short. */
function enclose(open: string, close: string, items: readonly string[]): string {
  const line = `${open}${items.join(', ')}${close}`
  if (fits(line)) return line
  return [open.trim(), ...items.map((item) => `${indent(item)},`), close.trim()].join('\n')
}

const fits = (text: string) => text.length <= 80 && !text.includes('\n')

const indent = (text: string) => text.replaceAll(/^/gm, '  ')

const quote = (text: string) =>
  text.includes("'") || text.includes('\n') ? JSON.stringify(text) : `'${text}'`
