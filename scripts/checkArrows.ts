import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { arrows, findIllegalImports } from './arrows/findIllegalImports.ts'

/*
 * Holds the direction of the packages: react → core ← server, and the sandbox alone. Tests, their
 * fixtures and stories may use what they like.
 */
const root = join(import.meta.dirname, '..')
let faults = 0
for (const name of Object.keys(arrows))
  for await (const file of glob(`packages/${name}/src/**/*.{ts,tsx}`, { cwd: root })) {
    if (/\.(test|test-d|stories)\.tsx?$|\/fixtures\//.test(file)) continue
    for (const specifier of findIllegalImports(name, await readFile(join(root, file), 'utf8'))) {
      faults += 1
      console.error(`${file} imports ${specifier}, but ${name} may import: ${describeArrows(name)}`)
    }
  }
process.exitCode = faults > 0 ? 1 : 0

function describeArrows(name: string): string {
  return arrows[name]?.map((target) => `@kit/${target}`).join(', ') || 'none of our packages.'
}
