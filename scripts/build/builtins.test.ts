import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { floor } from './styles/floor.ts'

/*
 * The build compiles syntax for the oldest supported engines, but adds no missing functions. So this compares
 * the code for browsers with MDN's compatibility data: it must not call a built-in function or method that one
 * of these engines lacks.
 */

type Support = { version_added: string | false | null }
interface Feature {
  __compat?: { support: Partial<Record<string, Support | Support[]>> }
}
type Tree = Feature & { [name: string]: Tree }

const data: { javascript: { builtins: Tree }; api: Tree } = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('@mdn/browser-compat-data'), 'utf8'),
)

/**
 * Built-ins that are called only after a check or in a `try`, and other functions that have the name of a
 * built-in.
 */
const guarded: Readonly<Record<string, string>> = {
  forget: 'one of our functions',
  hidePopover: 'useMenu.ts: only after `showPopover`, which is in a `try`',
  run: 'one of our functions',
  showPopover: 'useMenu.ts: in a `try`',
}

const files = ['core', 'react'].flatMap((name) =>
  globSync(join(import.meta.dirname, `../../packages/${name}/dist/**/*.js`)),
)

test('behavior: the code for browsers calls only built-ins that the oldest engines have', () => {
  expect(files.length).toBeGreaterThan(100)
  const lacking = findLacking()
  // This shows that the table is read: these built-ins are newer than the oldest engines.
  for (const name of ['URL.canParse', 'AbortSignal.any', 'Promise.withResolvers', 'isWellFormed'])
    expect(lacking).toContain(name)
  for (const name of ['toSorted', 'Object.hasOwn', 'at', 'any']) expect(lacking).not.toContain(name)
  const found = files.flatMap((file) => {
    const source = readFileSync(file, 'utf8')
    return [...source.matchAll(/(?:\b([A-Z]\w*))?\??\.(\w+)\(/g)].flatMap(
      ([, owner, name = '']) => {
        const isLacking = owner === undefined ? lacking.has(name) : lacking.has(`${owner}.${name}`)
        return isLacking && !(name in guarded) ? [`${file}: ${owner ?? ''}.${name}`] : []
      },
    )
  })
  expect(found).toEqual([])
})

/**
 * Lists `Owner.name` of each static function, and the name of each method, that one of the oldest engines
 * lacks.
 */
function findLacking(): Set<string> {
  const statics = new Set<string>()
  const methods = { old: new Set<string>(), young: new Set<string>() }
  const { builtins } = data.javascript
  const classes = [builtins, builtins['Intl'] ?? {}, data.api].flatMap((tree) =>
    Object.entries(tree),
  )
  for (const [owner, members] of classes)
    for (const [key, member] of Object.entries(members)) {
      const support = member.__compat?.support
      if (support === undefined) continue
      const isOld = floor.every((engine) => isSupported(engine, support))
      const name = key.replace(/_static$/, '')
      const isStatic = key.endsWith('_static') || (!isInstance(owner, key) && owner in globalThis)
      if (isStatic && !isOld) statics.add(`${owner}.${name}`)
      methods[isOld ? 'old' : 'young'].add(name)
    }
  // The method is older in another class, so its name does not show which class is meant.
  const young = [...methods.young].filter((name) => !methods.old.has(name))
  return new Set([...statics, ...young])
}

/** MDN's table of built-ins does not mark which functions are static. */
function isInstance(owner: string, name: string): boolean {
  const builtIn: unknown = Reflect.get(globalThis, owner)
  return (
    typeof builtIn === 'function' &&
    typeof builtIn.prototype === 'object' &&
    builtIn.prototype !== null &&
    name in builtIn.prototype
  )
}

function isSupported(
  engine: string,
  support: Partial<Record<string, Support | Support[]>>,
): boolean {
  const [, browser = '', version = ''] = /^([a-z]+)([\d.]+)$/.exec(engine) ?? []
  const entries = [support[browser] ?? []].flat()
  return entries.some(
    ({ version_added: since }) =>
      typeof since === 'string' && !(Number.parseFloat(since.replace('≤', '')) > Number(version)),
  )
}
