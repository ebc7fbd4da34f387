import { describe, expect, test } from 'vitest'
import { measureContrast } from '../fixtures/measureContrast.ts'
import './layers.css'
import './tokens.css'
import './presets.css'

const presets = ['minimal', 'soft', 'contrast'] as const
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
      measureContrast(box, foreground, background) >=
      (edges.some(([name]) => name === foreground) ? 3 : 4.5),
  }))
  box.remove()
  expect(measured.filter(({ isEnough }) => !isEnough)).toEqual([])
}
