import { describe, expect, test } from 'vitest'
import css from './tokens.css?raw'

const pairs = new Map(
  [...css.matchAll(/--kit-color-([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }] as const,
  ),
)

const text: [foreground: string, background: string][] = [
  ['text', 'surface'],
  ['text', 'surface-subtle'],
  ['text', 'surface-hover'],
  ['text', 'surface-pressed'],
  ['text-muted', 'surface'],
  ['text-muted', 'surface-subtle'],
  ['text-muted', 'surface-hover'],
  ['text-muted', 'surface-pressed'],
  ['text-placeholder', 'surface'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-accent', 'accent-pressed'],
  ['accent-text', 'surface'],
  ['accent-text', 'surface-hover'],
  ['accent-text', 'surface-pressed'],
  ['accent-text', 'accent-subtle'],
  ...['error', 'warning', 'info', 'success'].flatMap((tone): [string, string][] => [
    [`${tone}-text`, 'surface'],
    [`${tone}-text`, `${tone}-surface`],
  ]),
]

const edges: [foreground: string, background: string][] = [
  ['border-control', 'surface'],
  ['border-control-hover', 'surface'],
  ['error-border', 'surface'],
  ['focus-ring', 'surface'],
  ['focus-ring', 'surface-subtle'],
]

describe.for(['light', 'dark'] as const)('%s', (theme) => {
  test.for(text)('behavior: %s on %s has the 4.5:1 of text', ([foreground, background]) => {
    expect(contrast(color(foreground, theme), color(background, theme))).toBeGreaterThanOrEqual(4.5)
  })

  test.for(edges)('behavior: %s on %s has the 3:1 of controls', ([foreground, background]) => {
    expect(contrast(color(foreground, theme), color(background, theme))).toBeGreaterThanOrEqual(3)
  })
})

function color(name: string, theme: 'light' | 'dark'): string {
  const pair = pairs.get(name)
  if (!pair) throw new Error(`tokens.css has no plain light-dark() pair --kit-color-${name}.`)
  return pair[theme]
}

/** WCAG 2.2, "contrast ratio" and "relative luminance". */
function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
