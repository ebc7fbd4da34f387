import { readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../packages/react/src')
/** A server component must not load code with context, state or effects. */
const harmless = /^@kit\/core(?:\/internal\/errors\/\w+)?$|^\.{1,2}\//

/**
 * Finds the files that a server component loads through an import. A file with `'use client'` ends the search,
 * because it stays a reference.
 */
async function findServerImports(file: string, found = new Map<string, string[]>()) {
  if (found.has(file)) return found
  const source = await readFile(file, 'utf8')
  if (source.startsWith("'use client'")) return found
  const specifiers = [...source.matchAll(/^(?:import|export) (?!type)([^'"]*?)from '([^']+)'/gm)]
    .filter(([, names = '']) => !/^\{(?:\s*type [^,}]+,?)+\s*\} $/.test(names))
    .map(([, , specifier = '']) => specifier)
  found.set(file, specifiers)
  for (const specifier of specifiers)
    if (specifier.startsWith('.')) await findServerImports(join(dirname(file), specifier), found)
  return found
}

test.for([
  'index.ts',
  'components/sign-in/index.ts',
  'locales/languages/de.ts',
  'locales/index.ts',
])('behavior: a server component can import %s', async (door) => {
  const found = await findServerImports(join(root, door))
  const foreign = [...found].flatMap(([file, specifiers]) =>
    specifiers
      .filter((specifier) => !harmless.test(specifier))
      .map((specifier) => `${relative(root, file)}: ${specifier}`),
  )
  // `queryOptions` also works on a server, because it only returns its argument.
  expect(
    foreign.filter((line) => line !== 'session/sessionQuery.ts: @tanstack/react-query'),
  ).toEqual([])
})
