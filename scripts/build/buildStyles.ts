import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { transformSync } from 'esbuild'
import { addThemeFallback, writeCondition } from './styles/addThemeFallback.ts'
import { floor } from './styles/floor.ts'
import { keepLightDark } from './styles/keepLightDark.ts'
import { liftComponents } from './styles/liftComponents.ts'

const source = join(import.meta.dirname, '../../packages/react/src')
const target = join(import.meta.dirname, '../../packages/react/dist')

/**
 * The layers come first, because their first mention decides their order. Components follow in alphabetical
 * order.
 */
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
  const read = (file: string) => addThemeFallback(readFileSync(join(source, file), 'utf8'))
  const styles = change(names.map(read).join('\n'))
  const options = { loader: 'css', minify: true, logLevel: 'warning', target: floor } as const
  const { code: minified } = transformSync(styles, options)
  const code = writeCondition(keepLightDark(minified.replace(/(--[\w-]+): ([^;}]*)/g, tighten)))
  if (code === readIfThere(path)) return
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, code)
}

/**
 * Minifies the values of custom properties. esbuild does not change them because they may contain anything, but
 * the Kit's contain only ordinary values.
 */
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
