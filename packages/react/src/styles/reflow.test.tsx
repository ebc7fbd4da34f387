import { createFakeWallet, type FakeWallet } from '@kit/testing/browser'
import { createFakeBackend, createSession, forgetVisit } from '@kit/testing/react'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import { AccountCard, SignIn, SignInDialog, UserButton } from '../index.ts'
import { loadWords } from '../locales/index.ts'
import './layers.css'
import './tokens.css'
import './structure.css'
import './parts.css'
import '../components/otp-input/OtpInput.css'

let wallets: FakeWallet[] = []
beforeEach(async () => {
  forgetVisit()
  wallets = [
    createFakeWallet({ name: 'Donaudampfschifffahrtselektrizitätenwallet' }),
    createFakeWallet({ name: 'Field Wallet' }),
  ]
})
afterEach(async () => {
  for (const wallet of wallets) wallet.withdraw()
  document.documentElement.style.removeProperty('font-size')
  document.documentElement.style.removeProperty('zoom')
  await page.viewport(1280, 720)
})

/**
 * WCAG 2.2, 1.4.10: a window of 1280 px at 400 % has a width of 320 px. In addition, 1.4.4 requires text at 200
 * %.
 */
describe.for([
  [320, 100],
  [320, 200],
  [1280, 200],
] as const)('%i px, text at %i percent', ([width, percent]) => {
  test.for(['en', 'de', 'ar', 'ja'])(
    'behavior: nothing is cut off or scrolls sideways: %s',
    async (locale) => {
      await page.viewport(width, 720)
      document.documentElement.style.fontSize = `${percent}%`
      const words = await loadWords(locale)
      await renderWithAuth(<SignIn />, { words })
      await expect.element(page.getByRole('button', { name: 'Field Wallet' })).toBeVisible()
      expect(findCut()).toEqual([])
    },
  )
})

test.for(['de', 'ar'])(
  'behavior: nothing is cut off with a refused code, at 320 px and 200 percent: %s',
  async (locale) => {
    await page.viewport(320, 720)
    document.documentElement.style.fontSize = '200%'
    const words = await loadWords(locale)
    await renderWithAuth(<SignIn />, { words })
    await page.getByRole('textbox').fill('ada@example.com')
    await userEvent.keyboard('{Enter}')
    const code = page.getByRole('textbox', { name: words.otp.code })
    await code.fill('000000')
    await expect.element(code).toHaveAttribute('aria-invalid', 'true')
    expect(findCut()).toEqual([])
  },
)

test.for([
  [1280, 2],
  [390, 1.5],
  [320, 2],
] as const)(
  'behavior: a tall dialog fits into a window of %i px, whose page has a zoom of %d',
  async ([width, zoom]) => {
    await page.viewport(width, 480)
    document.documentElement.style.zoom = `${zoom}`
    await renderWithAuth(<SignInDialog isOpen onClose={() => {}} />)
    await expect.element(page.getByRole('button', { name: 'Field Wallet' })).toBeVisible()
    const dialog = page.getByRole('dialog').element()
    await expect.poll(() => dialog.getAnimations()).toEqual([])
    const { top, bottom, left, right } = dialog.getBoundingClientRect()
    expect(Math.min(top, left)).toBeGreaterThanOrEqual(0)
    expect(bottom).toBeLessThanOrEqual(window.innerHeight + 1)
    expect(right).toBeLessThanOrEqual(window.innerWidth + 1)
    expect(dialog.scrollHeight).toBeGreaterThan(dialog.clientHeight)
  },
)

test.for([
  [700, 200],
  [390, 200],
] as const)(
  'behavior: an open menu fits into a window of %i × %i px, whose page has a zoom of 2',
  async ([width, height]) => {
    await page.viewport(width, height)
    document.documentElement.style.zoom = '2'
    await renderWithAuth(<UserButton />, {
      backend: createFakeBackend({ session: createSession() }),
    })
    await page.getByRole('button').click()
    const menu = document.querySelector('.kit-popover')
    if (menu === null) throw new Error('There is no menu.')
    await expect.poll(() => menu.scrollHeight).toBeGreaterThan(100)
    await expect.poll(() => menu.getAnimations()).toEqual([])
    const { top, bottom, left, right } = menu.getBoundingClientRect()
    expect(Math.min(top, left)).toBeGreaterThanOrEqual(0)
    expect(bottom).toBeLessThanOrEqual(height + 1)
    expect(right).toBeLessThanOrEqual(width + 1)
  },
)

test.for(['de', 'nl', 'ru'])(
  'behavior: no title is hyphenated at 320 px and 200 percent: %s',
  async (locale) => {
    await page.viewport(320, 720)
    document.documentElement.style.fontSize = '200%'
    const words = await loadWords(locale)
    await renderWithAuth(<SignInDialog isOpen onClose={() => {}} />, { words })
    await expect.element(page.getByRole('button', { name: 'Field Wallet' })).toBeVisible()
    expect([...document.querySelectorAll('.kit-title')].flatMap(findDivided)).toEqual([])
  },
)

test('behavior: on a right-to-left page an address stays next to its icon', async () => {
  const identities = [
    {
      id: 'one',
      kind: 'email',
      email: 'ada@example.com',
      linkedAt: '2026-01-05T09:00:00Z',
    } as const,
  ]
  const backend = createFakeBackend({ session: createSession({ method: 'email-otp' }), identities })
  await renderWithAuth(<AccountCard />, { backend, words: await loadWords('he') })
  await expect.poll(() => document.querySelector('.kit-session-name')).not.toBeNull()
  const name = document.querySelector('.kit-session-name')?.getBoundingClientRect()
  const icon = document.querySelector('.kit-avatar')?.getBoundingClientRect()
  expect((icon?.left ?? 0) - (name?.right ?? 0)).toBeCloseTo(16, 0)
})

test('behavior: a narrow column of a wide page looks like a narrow window', async () => {
  const { screen } = await renderWithAuth(<SignIn />)
  await expect.element(page.getByRole('button', { name: 'Field Wallet' })).toBeVisible()
  const padding = () => Math.round(Number.parseFloat(getComputedStyle(card()).paddingInlineStart))
  const card = () => screen.container.querySelector('.kit-card') ?? document.body
  expect(padding()).toBe(24)
  screen.container.style.inlineSize = '16rem'
  expect(padding()).toBe(15)
  expect(findCut()).toEqual([])
})

test.for(['20rem', '25rem', '40rem'])(
  'behavior: the code field is as wide as the button below it, in a card of %s',
  async (width) => {
    await renderWithAuth(<SignIn style={{ inlineSize: width }} />)
    await page.getByRole('textbox').fill('ada@example.com')
    await userEvent.keyboard('{Enter}')
    const code = page.getByRole('textbox', { name: 'Code' })
    await expect.element(code).toBeVisible()
    const measure = (element: Element) => element.getBoundingClientRect().width
    const button = page.getByRole('button', { name: 'Verify code' })
    const box = code.element().parentElement ?? document.body
    expect(measure(box)).toBeCloseTo(measure(button.element()), 0)
  },
)

test('behavior: every target is at least 24 px in both directions', async () => {
  const backend = createFakeBackend({ session: createSession({ method: 'email-otp' }) })
  await renderWithAuth(<UserButton />, { backend })
  await page.getByRole('button').click()
  await expect.element(page.getByRole('menuitem')).toBeVisible()
  expect(findSmall()).toEqual([])
})

test('behavior: every target in the card is large enough in each step', async () => {
  await renderWithAuth(<SignIn />)
  await expect.element(page.getByRole('button', { name: 'Field Wallet' })).toBeVisible()
  expect(findSmall()).toEqual([])
  await page.getByLabelText('Email address').fill('ada@example.com')
  await page.getByRole('button', { name: 'Continue with email' }).click()
  await expect.element(page.getByLabelText('Code')).toBeVisible()
  expect(findSmall()).toEqual([])
})

/** Finds elements that extend outside of the window, or whose content is wider than their box. */
function findCut(): string[] {
  const width = document.documentElement.clientWidth
  const elements = [
    document.documentElement,
    ...document.querySelectorAll<HTMLElement>('[class^=kit-]'),
  ]
  return (
    elements
      .filter((element) => !element.classList.contains('kit-visually-hidden'))
      // The input of the code field is wider than its box, which clips it. The cells are not.
      .filter((element) => !element.matches('.kit-otp-input-box, .kit-otp-input-control'))
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect()
        // A quiet button's padding may extend beyond the edge that its text is aligned with.
        const isBox = !element.matches(':has(> [data-variant=quiet], > .kit-actions)')
        return (
          left < -1 || right > width + 1 || (isBox && element.scrollWidth > element.clientWidth + 1)
        )
      })
      .filter((element) => getComputedStyle(element).display !== 'inline')
      .map(describeElement)
  )
}

/** Finds words that are split between two lines. */
function findDivided(element: Element): string[] {
  const text = element.firstChild
  if (!(text instanceof Text)) return []
  return [...text.data.matchAll(/\p{L}+/gu)].flatMap(({ 0: word, index }) => {
    const range = document.createRange()
    range.setStart(text, index)
    range.setEnd(text, index + word.length)
    return range.getClientRects().length > 1 ? [word] : []
  })
}

/** WCAG 2.2, 2.5.8, which exempts links in a sentence. */
function findSmall(): string[] {
  return [...document.querySelectorAll<HTMLElement>('button, input, summary, [role=menuitem]')]
    .filter((element) => element.checkVisibility())
    .filter((element) => Math.min(element.offsetWidth, element.offsetHeight) < 24)
    .map(describeElement)
}

function describeElement({
  className,
  scrollWidth,
  clientWidth,
  offsetHeight,
}: HTMLElement): string {
  return `${className}: ${scrollWidth} in ${clientWidth}, ${offsetHeight} high`
}
