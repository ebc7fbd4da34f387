import { StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, expect, test } from 'vitest'
import { cdp, userEvent } from 'vitest/browser'
import { field, input, show } from '../../fixtures/otpField.tsx'
import tokens from '../../styles/tokens.css?url'
import { OtpInput } from './index.ts'
import sheet from './OtpInput.css?url'

/* Measures the layout. The stories and their pictures test the appearance. */

afterEach(async () => {
  document.documentElement.removeAttribute('dir')
  document.documentElement.removeAttribute('style')
  await cdp().send('Emulation.setEmulatedMedia', { features: [] })
})

/** Returns the cells, which are drawn over the input. */
const drawn = () => [
  ...(input().closest('.kit-otp-input-box')?.querySelectorAll('[aria-hidden] > span') ?? []),
]

/** Returns one of the cells. */
function cell(at: number): Element {
  const found = drawn().at(at)
  if (found === undefined) throw new Error(`The field has no cell ${at}.`)
  return found
}

/** Returns the position of each character, measured in a copy of the field. */
function characters(): { left: number; right: number }[] {
  const { left } = input().getBoundingClientRect()
  const style = getComputedStyle(input())
  const copy = document.createElement('span')
  const { fontFamily, fontSize, fontWeight, fontVariantNumeric } = style
  Object.assign(copy.style, { fontFamily, fontSize, fontWeight, fontVariantNumeric })
  copy.textContent = '0'
  document.body.append(copy)
  const { width } = copy.getBoundingClientRect()
  copy.remove()
  const pitch = width + Number.parseFloat(style.letterSpacing)
  const start = left + Number.parseFloat(style.paddingLeft)
  return Array.from(input().value, (_, at) => ({
    left: start + at * pitch,
    right: start + at * pitch + width,
  }))
}

test('behavior: digits run left to right on a right-to-left page', async () => {
  document.documentElement.dir = 'rtl'
  const { screen } = await show({ defaultValue: '12' })
  expect(getComputedStyle(input()).direction).toBe('ltr')
  expect(cell(0).getBoundingClientRect().left).toBeLessThan(cell(5).getBoundingClientRect().left)
  expect(cell(1).hasAttribute('data-filled')).toBe(true)
  const { right } = screen.container.getBoundingClientRect()
  expect(cell(5).getBoundingClientRect().right).toBeCloseTo(right, 0)
})

test.for([
  { length: 4, width: 350 },
  { length: 6, width: 350 },
  { length: 6, width: 262 },
  { length: 8, width: 350 },
  { length: 12, width: 262 },
])(
  'behavior: there is one cell per character, all cells have the same width, and characters are centred: %o',
  async ({ length, width }) => {
    const { screen } = await show({ length, defaultValue: '8'.repeat(length) })
    screen.container.className = 'kit-form'
    screen.container.style.width = `${width}px`
    const edges = screen.container.getBoundingClientRect()
    const cells = drawn().map((one) => one.getBoundingClientRect())
    expect(cells).toHaveLength(length)
    expect(cells[0]?.left).toBeCloseTo(edges.left, 0)
    expect(cells.at(-1)?.right).toBeCloseTo(edges.right, 0)
    const places = characters()
    for (const [at, { left, right, width: ofCell }] of cells.entries()) {
      expect(ofCell).toBeCloseTo(cells[0]?.width ?? 0, 0)
      const place = places[at] ?? { left: 0, right: 0 }
      expect(Math.abs((left + right) / 2 - (place.left + place.right) / 2)).toBeLessThan(1)
    }
  },
)

test.for([
  { length: 8, width: 256, fontSize: '200%' },
  { length: 12, width: 256, fontSize: '100%' },
  { length: 6, width: 350, fontSize: '100%' },
  { length: 4, width: 350, fontSize: '200%' },
])(
  'behavior: nothing overflows, and there is space for a password manager’s badge: %o',
  async ({ length, width, fontSize }) => {
    document.documentElement.style.fontSize = fontSize
    const { screen } = await show({ length, style: { width }, defaultValue: '1'.repeat(length) })
    screen.container.style.width = `${width}px`
    expect(screen.container.scrollWidth).toBeLessThanOrEqual(width)
    // The field shows the whole code and does not scroll.
    expect(input().scrollWidth).toBeLessThanOrEqual(input().clientWidth)
    /*
     * The cells extend to the edge of their box, and the field extends beyond it: a password manager's badge
     * at the end of the field is next to the last cell, in the card's padding, and covers no character.
     */
    const { right } = input().getBoundingClientRect()
    expect(right - cell(-1).getBoundingClientRect().right).toBeGreaterThanOrEqual(39.5)
    expect(right - (characters().at(-1)?.right ?? 0)).toBeGreaterThanOrEqual(40)
  },
)

test('behavior: with a user’s style sheet for text spacing, the digits stay in their cells', async () => {
  const { screen } = await show({ defaultValue: '123456' })
  const before = getComputedStyle(input()).letterSpacing
  const spacing = document.createElement('style')
  spacing.textContent =
    '* { letter-spacing: .12em !important; word-spacing: .16em !important; line-height: 1.5 !important }'
  screen.container.append(spacing)
  expect(getComputedStyle(input()).letterSpacing).toBe(before)
})

test('behavior: forced colours keep cells, caret, focus and error', async () => {
  const features = [{ name: 'forced-colors', value: 'active' }]
  await cdp().send('Emulation.setEmulatedMedia', { features })
  await show({ defaultValue: '12', error: 'That code is wrong.' })
  for (const one of drawn()) expect(getComputedStyle(one).borderWidth).toBe('2px')
  await field().click()
  await userEvent.keyboard('{End}')
  expect(getComputedStyle(cell(2)).outlineStyle).toBe('solid')
  expect(getComputedStyle(cell(1)).outlineStyle).toBe('none')
  // The native caret and selection use the system's colours.
  expect(getComputedStyle(cell(2), '::after').display).toBe('none')
  expect(getComputedStyle(input()).caretColor).not.toBe('rgba(0, 0, 0, 0)')
})

test('behavior: after autofill, the browser’s background does not cover the cells, and characters are readable', async () => {
  await show({ defaultValue: '123456' })
  await forceAutofill(input())
  expect(input().matches(':autofill')).toBe(true)
  expect(getComputedStyle(input()).backgroundClip).toBe('text')
  const { borderStyle, backgroundColor } = getComputedStyle(cell(0))
  expect(borderStyle).toBe('solid')
  expect(backgroundColor).not.toBe('rgba(0, 0, 0, 0)')
  expect(getComputedStyle(input()).letterSpacing).not.toBe('normal')
})

test('behavior: with reduced motion nothing moves', async () => {
  const features = [{ name: 'prefers-reduced-motion', value: 'reduce' }]
  await cdp().send('Emulation.setEmulatedMedia', { features })
  await show()
  await field().click()
  expect(getComputedStyle(cell(0), '::after').content).not.toBe('none')
  expect(getComputedStyle(cell(0), '::after').animationName).toBe('none')
  expect(getComputedStyle(cell(0)).transitionDuration).toBe('0s')
})

test('behavior: typing a character causes one layout', async () => {
  await show()
  await userEvent.click(input())
  await userEvent.keyboard('1')
  const session = cdp()
  await session.send('Performance.enable')
  const readLayouts = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'LayoutCount')?.value ?? Number.NaN
  }
  const before = await readLayouts()
  for (const digit of '2345') {
    await session.send('Input.insertText', { text: digit })
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
  }
  expect((await readLayouts()) - before).toBe(4)
  await session.send('Performance.disable')
})

test('security: neither server HTML nor hydration violates a strict style-src', async () => {
  const frame = document.createElement('iframe')
  const ui = (
    <StrictMode>
      <OtpInput label="Code under a policy" />
    </StrictMode>
  )
  frame.srcdoc = `<meta http-equiv="Content-Security-Policy" content="style-src 'self'">
    <link rel="stylesheet" href="${tokens}"><link rel="stylesheet" href="${sheet}">
    <main>${renderToString(ui)}</main>`
  document.body.append(frame)
  await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
  const page = frame.contentDocument
  const main = page?.querySelector('main')
  const code = page?.querySelector('input')
  if (!page || !main || !code) throw new Error('The frame has no field.')
  const violations: string[] = []
  page.addEventListener('securitypolicyviolation', (event) => violations.push(event.blockedURI))
  const { width } = code.getBoundingClientRect()
  const root = hydrateRoot(main, ui)
  await expect.poll(() => code.parentElement?.dataset['caret']).toBe('end')
  code.focus()
  await userEvent.keyboard('12')
  await expect.poll(() => code.value).toBe('12')
  expect(code.getBoundingClientRect().width).toBe(width)
  expect(getComputedStyle(code).letterSpacing).not.toBe('normal')
  expect(violations).toEqual([])
  // Checks that violations are reported: setting a style attribute violates the policy.
  main.setAttribute('style', 'color: red')
  await expect.poll(() => violations).toEqual(['inline'])
  root.unmount()
  frame.remove()
})

/** Simulates autofill with a style sheet, because a script cannot trigger it. */
async function forceAutofill(element: HTMLElement): Promise<void> {
  element.dataset['forced'] = ''
  const session = cdp()
  await session.send('DOM.enable')
  await session.send('CSS.enable')
  const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true })
  const node = findNode(root)
  if (node === undefined) throw new Error('The field is not in the document.')
  const { nodeId } = node
  await session.send('CSS.forcePseudoState', { nodeId, forcedPseudoClasses: ['autofill'] })
}

interface Node {
  nodeId: number
  attributes?: string[] | undefined
  children?: Node[] | undefined
  contentDocument?: Node | undefined
}

function findNode(node: Node): Node | undefined {
  if (node.attributes?.includes('data-forced')) return node
  for (const child of [...(node.children ?? []), node.contentDocument]) {
    const found = child && findNode(child)
    if (found !== undefined) return found
  }
  return undefined
}
