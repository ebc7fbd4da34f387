import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { locales } from '../../packages/react/src/locales/localeNames.ts'

const root = join(import.meta.dirname, '../../packages/react')

/** The files behind `@kit/react/locales/*`, by the conditions in package.json. */
function readPatterns(): readonly string[] {
  const { exports }: { exports: Record<string, Record<string, string>> } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  )
  return Object.values(exports['./locales/*'] ?? {})
}

test('default: the package exports every language by its name, and only languages', () => {
  const [source = ''] = readPatterns()
  const files = readdirSync(join(root, dirname(source)))
  expect(files.map((file) => basename(file, '.ts')).sort()).toEqual([...locales].sort())
})

test('behavior: the source, types and script of a language have the same path', () => {
  expect(
    readPatterns().map((path) => path.replace(/^\.\/(?:src|dist)\/|(?:\.d)?\.[jt]s$/g, '')),
  ).toEqual(Array(3).fill('locales/languages/*'))
})
