import { StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, expect, test } from 'vitest'
import { cdp, userEvent } from 'vitest/browser'
import { field, input, show } from '../../fixtures/otpField.tsx'
import tokens from '../../styles/tokens.css?url'
import { OtpInput } from './index.ts'
import sheet from './OtpInput.css?url'

/* How it looks, measured. What it looks like is in the stories, and their pictures. */

afterEach(async () => {
  document.documentElement.removeAttribute('dir')
  document.documentElement.removeAttribute('style')
  await cdp().send('Emulation.setEmulatedMedia', { features: [] })
})

/** The layer that is drawn in front of the field. */
const drawn = (pseudo: '::before' | '::after') => {
  const box = input().closest('.kit-otp-input-box')
  if (box === null) throw new Error('The field has no box.')
  return getComputedStyle(box, pseudo)
}

test('behavior: digits run left to right on a right-to-left page', async () => {
  document.documentElement.dir = 'rtl'
  const { screen } = await show({ defaultValue: '12' })
  expect(getComputedStyle(input()).direction).toBe('ltr')
  expect(drawn('::after').left).toBe('0px')
  const { right } = screen.container.getBoundingClientRect()
  expect(input().getBoundingClientRect().right).toBeCloseTo(right, 0)
})

test.for([
  { length: 8, width: 256, fontSize: '200%' },
  { length: 12, width: 256, fontSize: '100%' },
  { length: 6, width: 350, fontSize: '100%' },
  { length: 4, width: 350, fontSize: '200%' },
])(
  'behavior: nothing overflows, room for a badge stays: %o',
  async ({ length, width, fontSize }) => {
    document.documentElement.style.fontSize = fontSize
    const { screen } = await show({ length, style: { width }, defaultValue: '1'.repeat(length) })
    const box = screen.container.querySelector('.kit-otp-input-box')
    expect(box?.scrollWidth).toBeLessThanOrEqual(width)
    expect(input().scrollWidth).toBeLessThanOrEqual(input().clientWidth)
    const cells = Number.parseFloat(drawn('::after').inlineSize)
    expect(input().getBoundingClientRect().width - cells).toBeGreaterThanOrEqual(39.5)
  },
)

test('behavior: a text-spacing style sheet leaves the digits in their cells', async () => {
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
  expect(drawn('::after').backgroundImage).toContain('gradient')
  expect(getComputedStyle(input()).borderWidth).toBe('2px')
  await field().click()
  expect(drawn('::before').backgroundImage).toContain('gradient')
  expect(getComputedStyle(input()).outlineStyle).toBe('solid')
})

test('behavior: autofill paints behind the cells, and its letters stay readable', async () => {
  await show({ defaultValue: '123456' })
  await forceAutofill(input())
  expect(input().matches(':autofill')).toBe(true)
  expect(drawn('::after').zIndex).toBe('1')
  expect(drawn('::after').backgroundImage).toContain('gradient')
  expect(getComputedStyle(input()).letterSpacing).not.toBe('normal')
})

test('behavior: where motion is not wanted nothing moves', async () => {
  const features = [{ name: 'prefers-reduced-motion', value: 'reduce' }]
  await cdp().send('Emulation.setEmulatedMedia', { features })
  await show()
  await field().click()
  expect(drawn('::before').animationName).toBe('none')
  expect(drawn('::before').transitionDuration).toBe('0s')
})

test('security: a strict style-src is not broken, by server HTML or after hydration', async () => {
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
  await expect.poll(() => code.parentElement?.style.length).toBe(3)
  code.focus()
  await userEvent.keyboard('12')
  await expect.poll(() => code.value).toBe('12')
  expect(code.getBoundingClientRect().width).toBe(width)
  expect(getComputedStyle(code).letterSpacing).not.toBe('normal')
  expect(violations).toEqual([])
  // It would have been told: an attribute that is set breaks the policy.
  main.setAttribute('style', 'color: red')
  await expect.poll(() => violations).toEqual(['inline'])
  root.unmount()
  frame.remove()
})

/** As after a code was filled in by the browser, which a script cannot do. */
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
