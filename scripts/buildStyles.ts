import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { transformSync } from 'esbuild'

const source = join(import.meta.dirname, '../packages/react/src')
const target = join(import.meta.dirname, '../packages/react/dist/styles.css')

/** Layers first, since their order is decided where they are first named; components in the order of their names. */
const files = [
  'styles/layers.css',
  'styles/tokens.css',
  'styles/parts.css',
  ...globSync('components/*/*.css', { cwd: source }).sort(),
]

const styles = files.map((file) => readFileSync(join(source, file), 'utf8')).join('\n')
const { code } = transformSync(styles, { loader: 'css', minify: true, logLevel: 'warning' })

if (code !== readIfThere(target)) {
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, code)
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
