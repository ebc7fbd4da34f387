import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { expect, test } from 'vitest'
import { addThemeFallback, writeCondition } from './addThemeFallback.ts'
import { floor } from './floor.ts'
import { keepLightDark } from './keepLightDark.ts'

const source = join(import.meta.dirname, '../../../packages/react/src')
const sheets = [
  'styles/tokens.css',
  'styles/structure.css',
  'styles/parts.css',
  'styles/presets.css',
  'styles/devtools.css',
  'components/otp-input/OtpInput.css',
]

test.for(sheets)('behavior: the oldest supported engines understand every rule: %s', (name) => {
  const styles = compile(name)
  // This needs Firefox 121. Older versions drop the whole rule.
  expect(styles).not.toContain(':has(')
  // This needs Chrome 120, Firefox 117 or Safari 16.5.
  expect(styles).not.toMatch(/[{;}]\s*&/)
  // Newer features must be optional or behind a feature query.
  for (const late of ['position-area', 'light-dark(', 'oklch(from', '" / "', '"/"'])
    for (const rule of topLevel(styles))
      if (rule.includes(late) && !rule.includes('--kit-comma'))
        expect(rule, late).toMatch(/^@supports|^@layer/)
})

test('behavior: each token that differs between light and dark has a value without light-dark()', () => {
  const styles = compile('styles/tokens.css')
  const fallbacks = [...styles.matchAll(/@supports not \(color:light-dark\(red,red\)\)/g)]
  expect(fallbacks.length).toBeGreaterThanOrEqual(2)
  const restated = new Set(
    [...styles.matchAll(/(--kit-[\w-]+):[^;}]*var\(--kit-light,/g)].map(([, name]) => name),
  )
  for (const [, name] of styles.matchAll(/(--kit-[\w-]+):[^;}]*light-dark\(/g))
    expect(restated).toContain(name)
})

test('default: a rule is followed by its fallback, including values computed from its colours', () => {
  expect(
    addThemeFallback(
      '  :root {\n    --a: light-dark(rgb(1, 2, 3), #000);\n    --b: color-mix(in oklab, var(--a), #000);\n    --c: 1px;\n  }',
    ),
  ).toContain(
    ':root, [data-kit-theme] { --a: var(--kit-light, rgb(1, 2, 3)) var(--kit-dark, #000); --b: color-mix(in oklab, var(--a), #000); }',
  )
})

function compile(name: string): string {
  const styles = addThemeFallback(readFileSync(join(source, name), 'utf8'))
  const { code } = transformSync(styles, { loader: 'css', minify: true, target: floor })
  return writeCondition(keepLightDark(code))
}

/** The rules of the layer that the style sheet fills. */
function topLevel(styles: string): string[] {
  const rules: string[] = []
  let depth = 0
  let start = styles.indexOf('{') + 1
  for (let at = start; at < styles.length; at += 1) {
    if (styles[at] === '{') depth += 1
    if (styles[at] === '}') {
      depth -= 1
      if (depth === 0) {
        rules.push(styles.slice(start, at + 1).trim())
        start = at + 1
      }
    }
  }
  return rules
}
