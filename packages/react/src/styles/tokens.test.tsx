import { describe, expect, test } from 'vitest'
import { measureContrast } from '../fixtures/measureContrast.ts'
import './layers.css'
import './tokens.css'

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
  ['success', 'surface'],
  ...['error', 'warning', 'info'].flatMap((tone): [string, string][] => [
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

test('behavior: the nearest theme applies, and without one the page’s colour scheme does', () => {
  document.body.innerHTML =
    '<div data-kit-theme="dark"><i id="outer"></i><div data-kit-theme="light"><i id="inner"></i></div></div><i id="none"></i>'
  const schemes = ['outer', 'inner', 'none'].map(
    (id) => getComputedStyle(document.querySelector(`#${id}`) ?? document.body).colorScheme,
  )
  document.body.replaceChildren()
  expect(schemes).toEqual(['dark', 'light', 'normal'])
})

test('behavior: the theme of an element overrides the page’s colour scheme on the same element', () => {
  const sheet = document.createElement('style')
  sheet.textContent = 'html { color-scheme: light dark }'
  document.head.append(sheet)
  document.documentElement.dataset['kitTheme'] = 'dark'
  const { colorScheme } = getComputedStyle(document.documentElement)
  delete document.documentElement.dataset['kitTheme']
  sheet.remove()
  expect(colorScheme).toBe('dark')
})

describe.for(['light', 'dark'] as const)('%s', (theme) => {
  test.for(text)(
    'behavior: %s on %s has the contrast for text, 4.5:1',
    ([foreground, background]) => {
      expect(contrast(foreground, background, theme)).toBeGreaterThanOrEqual(4.5)
    },
  )

  test.for(edges)(
    'behavior: %s on %s has the contrast for controls, 3:1',
    ([foreground, background]) => {
      expect(contrast(foreground, background, theme)).toBeGreaterThanOrEqual(3)
    },
  )
})

function contrast(foreground: string, background: string, theme: 'light' | 'dark'): number {
  const box = document.body.appendChild(document.createElement('div'))
  box.dataset['kitTheme'] = theme
  const ratio = measureContrast(box, foreground, background)
  box.remove()
  return ratio
}
