import { describe, expect, test } from 'vitest'
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

test('behavior: the nearest theme wins, and without one the page decides', () => {
  document.body.innerHTML =
    '<div data-kit-theme="dark"><i id="outer"></i><div data-kit-theme="light"><i id="inner"></i></div></div><i id="none"></i>'
  const schemes = ['outer', 'inner', 'none'].map(
    (id) => getComputedStyle(document.querySelector(`#${id}`) ?? document.body).colorScheme,
  )
  document.body.replaceChildren()
  expect(schemes).toEqual(['dark', 'light', 'normal'])
})

test('behavior: the theme of an element wins over what the page says of the same element', () => {
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
  test.for(text)('behavior: %s on %s has the 4.5:1 of text', ([foreground, background]) => {
    expect(contrast(color(foreground, theme), color(background, theme))).toBeGreaterThanOrEqual(4.5)
  })

  test.for(edges)('behavior: %s on %s has the 3:1 of controls', ([foreground, background]) => {
    expect(contrast(color(foreground, theme), color(background, theme))).toBeGreaterThanOrEqual(3)
  })
})

function color(name: string, theme: 'light' | 'dark'): string {
  const probe = document.createElement('div')
  probe.dataset['kitTheme'] = theme
  probe.style.color = `var(--kit-color-${name}, red)`
  document.body.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}

/** WCAG 2.2, "contrast ratio" and "relative luminance". */
function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

function luminance(color: string): number {
  const channels = color.match(/^rgb\((\d+), (\d+), (\d+)\)$/)?.slice(1)
  if (!channels) throw new Error(`${color} is not an opaque colour.`)
  const [red = 0, green = 0, blue = 0] = channels.map((text) => {
    const channel = Number(text) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
