import { describe, expect, test } from 'vitest'
import './layers.css'
import './tokens.css'
import './presets.css'

const presets = ['minimal', 'rounded', 'contrast'] as const
const accents = {
  black: '#111111',
  white: '#fafafa',
  grey: '#808080',
  red: '#e11d48',
  orange: '#f97316',
  amber: '#f59e0b',
  lime: '#84cc16',
  green: '#16a34a',
  teal: '#0d9488',
  sky: '#0ea5e9',
  blue: '#2563eb',
  violet: '#8b5cf6',
  pink: '#db2777',
  fuchsia: '#d946ef',
}
const text = [
  ['text', 'surface'],
  ['text-muted', 'surface'],
  ['text-placeholder', 'surface'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-accent', 'accent-pressed'],
  ['accent-text', 'surface'],
  ['accent-text', 'accent-subtle'],
] as const
const edges = [
  ['border-control', 'surface'],
  ['focus-ring', 'surface'],
] as const

describe.for(['light', 'dark'] as const)('%s', (theme) => {
  test.for(presets)('behavior: the preset %s is readable', (preset) => {
    expectReadable({ kitTheme: theme, kitPreset: preset })
  })

  test.for(Object.entries(accents))('behavior: any accent is readable: %s', ([, accent]) => {
    expectReadable({ kitTheme: theme, kitAccent: '' }, accent)
  })
})

function expectReadable(dataset: Record<string, string>, accent = ''): void {
  const box = document.body.appendChild(document.createElement('div'))
  Object.assign(box.dataset, dataset)
  box.style.setProperty('--kit-accent', accent)
  const measured = [...text, ...edges].map(([foreground, background]) => ({
    pair: `${foreground} on ${background}`,
    isEnough:
      contrast(paint(box, foreground), paint(box, background)) >=
      (edges.some(([name]) => name === foreground) ? 3 : 4.5),
  }))
  box.remove()
  expect(measured.filter(({ isEnough }) => !isEnough)).toEqual([])
}

/** What a token looks like, as sRGB: of a relative colour the computed style is no such thing. */
function paint(box: HTMLElement, name: string): readonly number[] {
  const probe = box.appendChild(document.createElement('i'))
  probe.style.color = `var(--kit-color-${name}, transparent)`
  const { color } = getComputedStyle(probe)
  probe.remove()
  const context = document.createElement('canvas').getContext('2d')
  if (context === null) throw new Error('This browser has no canvas.')
  context.fillStyle = color
  context.fillRect(0, 0, 1, 1)
  return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)]
}

/** WCAG 2.2, "contrast ratio" and "relative luminance". */
function contrast(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

function luminance(channels: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => {
    const part = channel / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
