import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { transform } from 'lightningcss'
import { expect, test } from 'vitest'
import { keepLightDark } from './keepLightDark.ts'
import { liftComponents } from './liftComponents.ts'

const source = join(import.meta.dirname, '../../../packages/react/src/styles')
const version = (major: number, minor = 0) => (major << 16) | (minor << 8)

test.for(['tokens.css', 'presets.css'])(
  'behavior: a bundler that compiles for older browsers leaves light and dark to the browser: %s',
  (name) => {
    const styles = readFileSync(join(source, name), 'utf8')
    expect(compile(styles)).toContain('var(--lightningcss-light')
    const kept = compile(keepLightDark(styles))
    expect(kept).not.toContain('var(--lightningcss-light')
    expect(kept.match(/light-dark\(/g)).toEqual(styles.match(/light-dark\(/g))
  },
)

test('default: a comma inside a value is not the one between two values', () => {
  expect(keepLightDark('--a:light-dark(rgb(1, 2, 3),#000);--b:1px light-dark(red,blue), 2px')).toBe(
    '--a:light-dark(rgb(1, 2, 3) var(--kit-comma)#000);--b:1px light-dark(red var(--kit-comma)blue), 2px',
  )
})

test("default: rules leave the components' layer, and tokens stay in their layer", () => {
  expect(
    liftComponents('@layer kit.tokens {\n  a {\n  }\n}\n@layer kit.components {\n  b {\n  }\n}'),
  ).toBe('@layer kit.tokens {\n  a {\n  }\n}\n  b {\n  }\n')
})

/** Compiles the styles as Next.js does by default. */
function compile(styles: string): string {
  const targets = { chrome: version(111), firefox: version(111), safari: version(16, 4) }
  const { code } = transform({ filename: 'styles.css', code: Buffer.from(styles), targets })
  return new TextDecoder().decode(code)
}
