import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/*
 * Gives what these doors pass on a binding of the door's own. A module that only passes on is one that esbuild
 * looks through: what a door names, and a part that is loaded later uses, is then a piece of each page's first
 * load, used there or not.
 */
const rooms = ['caip', 'contract', 'errors', 'otp', 'redirect', 'session', 'siwe', 'upstream']
const doors = [...rooms.map((room) => `core/dist/${room}/index.js`), 'react/dist/redirect/index.js']

for (const door of doors) {
  const path = join(import.meta.dirname, '../packages', door)
  const before = readFileSync(path, 'utf8')
  const after = before.replace(/^export \{ (.+) \} from '(.+)';$/gm, (_, list: string, from) => {
    const names = list.match(/\w+/g) ?? []
    const imports = names.map((name) => `${name} as ${name}_`).join(', ')
    const bindings = names.map((name) => `${name} = ${name}_`).join(', ')
    return `import { ${imports} } from '${from}';\nexport const ${bindings};`
  })
  if (after !== before) writeFileSync(path, after)
}
