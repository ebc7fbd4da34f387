import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/* Writes the public names of each package, after `tsc -b`, to the file that CI compares them with. */
const root = join(import.meta.dirname, '..')
const doors = ['core', 'react', 'server', 'sandbox', 'testing'].map((name) => {
  const text = readFileSync(join(root, 'packages', name, 'dist/index.d.ts'), 'utf8')
  const names = [...text.matchAll(/export (?:type )?\{([^}]+)\}/g)].flatMap(([, list = '']) =>
    list.split(',').map((part) => part.trim().replace(/^type /, '')),
  )
  const lines = names.filter(Boolean).toSorted()
  return `@kit/${name}\n${lines.map((line) => `  ${line}`).join('\n')}`
})
writeFileSync(join(root, 'consumers/public-names.txt'), `${doors.join('\n')}\n`)
