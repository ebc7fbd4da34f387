import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { arrows, findIllegalImports } from './findIllegalImports.ts'
import { findRisingImports } from './findRisingImports.ts'
import { exceptions, rooms } from './rooms.ts'

/*
 * Checks the direction of imports between packages (react → core ← server; sandbox imports none of them) and
 * between the rooms inside each. Tests, fixtures and stories are exempt.
 */
const root = join(import.meta.dirname, '../..')
const faults: string[] = []
for (const name of Object.keys(arrows)) {
  const src = join(root, 'packages', name, 'src')
  const met = new Set<string>()
  for await (const file of glob('**/*.{ts,tsx}', { cwd: src })) {
    if (/\.(test|test-d|stories)\.tsx?$|(^|\/)fixtures\//.test(file)) continue
    const source = await readFile(join(src, file), 'utf8')
    for (const specifier of findIllegalImports(name, source))
      faults.push(
        `packages/${name}/src/${file} imports ${specifier}, but ${name} may import: ${describeArrows(name)}`,
      )
    if (rooms[name] === undefined) continue
    for (const arrow of findRisingImports(name, file, source))
      if (exceptions[name]?.includes(arrow)) met.add(arrow)
      else
        faults.push(
          `packages/${name}/src/${file}: ${arrow} must not import upwards (see arrows/rooms.ts).`,
        )
  }
  for (const arrow of exceptions[name] ?? [])
    if (!met.has(arrow)) faults.push(`${name}: the exception ${arrow} is no longer needed.`)
  if (rooms[name] !== undefined)
    console.log(`${name}: ${met.size} imports between rooms are exceptions`)
}
for (const fault of faults) console.error(fault)
process.exitCode = faults.length > 0 ? 1 : 0

function describeArrows(name: string): string {
  return arrows[name]?.map((target) => `@kit/${target}`).join(', ') || 'none of our packages.'
}
