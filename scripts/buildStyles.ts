import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { transformSync } from 'esbuild'
import { keepLightDark } from './styles/keepLightDark.ts'
import { liftComponents } from './styles/liftComponents.ts'

const source = join(import.meta.dirname, '../packages/react/src')
const target = join(import.meta.dirname, '../packages/react/dist')

/** Layers first, since their order is decided where they are first named; components in the order of their names. */
const files = [
  'styles/layers.css',
  'styles/tokens.css',
  'styles/structure.css',
  'styles/parts.css',
  ...globSync('components/*/*.css', { cwd: source }).sort(),
]

write(files, 'styles.css')
write(files, 'styles.unlayered.css', liftComponents)
write(['styles/layers.css', 'styles/structure.css'], 'structure.css')
write(['styles/devtools.css'], 'devtools.css')
write(['styles/presets.css'], 'presets.css')

function write(names: readonly string[], name: string, change = (styles: string) => styles): void {
  const path = join(target, name)
  const styles = change(names.map((file) => readFileSync(join(source, file), 'utf8')).join('\n'))
  const minified = transformSync(styles, { loader: 'css', minify: true, logLevel: 'warning' })
  const code = keepLightDark(minified.code.replace(/(--[\w-]+): ([^;}]*)/g, tighten))
  if (code === readIfThere(path)) return
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, code)
}

/** What esbuild leaves alone: a custom property may hold anything, ours hold values of other properties. */
function tighten(_: string, name: string, value: string): string {
  return `${name}:${value.replace(/(?<=[,(]) | (?=\))/g, '')}`
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
