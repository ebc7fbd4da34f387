import { forgetVisit } from '@kit/testing/react'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import { OtpInput, SignIn } from '../index.ts'
import './layers.css'
import './tokens.css'
import './structure.css'
import './parts.css'
import '../components/otp-input/OtpInput.css'

/**
 * Ways in which pages centre a card: the style sheets of templates, and common hand-written ones. `#page` is
 * the template's outermost element, `.wrapper` one around the card.
 */
const idioms: Record<string, string> = {
  'a grid, by place-items': '#page { display: grid; place-items: center; min-height: 100vh }',
  'a grid, by place-content': '#page { display: grid; place-content: center; min-height: 100vh }',
  'a flex line': '#page { display: flex; justify-content: center; align-items: center }',
  'a flex column':
    '#page { display: flex; flex-direction: column; justify-content: center; align-items: center }',
  'Vite’s template': `body { display: flex; place-items: center; min-width: 320px; min-height: 100vh }
    #page { max-width: 1280px; margin: 0 auto; padding: 2rem; text-align: center }`,
  'Next.js with Tailwind: flex min-h-screen items-center justify-center, and a wrapper with p-6':
    '#page { display: flex; min-height: 100vh; align-items: center; justify-content: center } .wrapper { padding: 1.5rem }',
  'shadcn: flex min-h-svh w-full items-center justify-center p-6, and w-full max-w-sm': `#page { display: flex; min-height: 100svh; width: 100%; align-items: center; justify-content: center; padding: 1.5rem }
    .wrapper { width: 100%; max-width: 24rem }`,
  'Tailwind: grid min-h-screen place-items-center p-8':
    '#page { display: grid; min-height: 100vh; place-items: center; padding: 2rem }',
  'Bootstrap: container, row justify-content-center, col-auto': `#page { display: flex; flex-wrap: wrap; justify-content: center }
    .wrapper { flex: 0 0 auto; width: auto; max-width: 100%; padding-inline: .75rem }`,
  'a block with margin auto': '.wrapper { width: fit-content; margin: auto }',
  'a table cell': '#page { display: table; margin: auto } .wrapper { display: table-cell }',
  'an inline block in a centred text':
    '#page { text-align: center } .wrapper { display: inline-block }',
  'an absolute position and a translation': `#page { position: relative; height: 40rem }
    .wrapper { position: absolute; left: 50%; transform: translateX(-50%); width: min(100%, 30rem) }`,
}
const base = '*, ::before, ::after { box-sizing: border-box } body { margin: 0 }'

let sheet: HTMLStyleElement
beforeEach(() => {
  forgetVisit()
  sheet = document.head.appendChild(document.createElement('style'))
})
afterEach(async () => {
  sheet.remove()
  document.documentElement.style.removeProperty('font-size')
  await page.viewport(1280, 720)
})

describe.for(Object.entries(idioms))('%s', ([, rules]) => {
  test('behavior: the card never scrolls a phone sideways, and has its full width on a wide screen', async () => {
    sheet.textContent = `${base} ${rules}`
    const { screen } = await renderWithAuth(
      <div className="wrapper">
        <SignIn />
      </div>,
    )
    screen.container.id = 'page'
    await expect.element(page.getByRole('textbox')).toBeVisible()
    const card = page.getByRole('region').element()
    for (const width of [320, 360, 390]) {
      for (const percent of [100, 200]) {
        document.documentElement.style.fontSize = `${percent}%`
        await page.viewport(width, 720)
        const { scrollWidth } = document.documentElement
        expect([width, percent, scrollWidth]).toEqual([width, percent, width])
        // Ensures that a card which collapses does not pass.
        expect(card.getBoundingClientRect().width).toBeGreaterThan(width - 140)
      }
    }
    document.documentElement.style.fontSize = '100%'
    await page.viewport(1280, 720)
    expect(Math.round(card.getBoundingClientRect().width)).toBe(rules.includes('24rem') ? 384 : 400)
  })

  test('behavior: a code field without a card does not scroll either', async () => {
    sheet.textContent = `${base} ${rules}`
    const { screen } = await renderWithAuth(
      <div className="wrapper">
        <OtpInput />
      </div>,
    )
    screen.container.id = 'page'
    for (const width of [320, 390]) {
      await page.viewport(width, 720)
      expect(document.documentElement.scrollWidth).toBe(width)
    }
  })
})

test('behavior: the card has the same width whatever its content', async () => {
  sheet.textContent = `${base} ${idioms['a grid, by place-content']}`
  const { screen } = await renderWithAuth(<SignIn description="Short" />)
  screen.container.id = 'page'
  await expect.element(page.getByRole('textbox')).toBeVisible()
  expect(measureCard()).toBe(400)
  screen.container.querySelector('.kit-title')?.replaceChildren('A long title '.repeat(20))
  expect(measureCard()).toBe(400)
})

test('behavior: an app can set another width', async () => {
  for (const width of [320, 640]) {
    const { screen } = await renderWithAuth(<SignIn style={{ inlineSize: width }} />)
    expect(measureCard()).toBe(width)
    await screen.unmount()
  }
})

const measureCard = () =>
  Math.round(page.getByRole('region').element().getBoundingClientRect().width)
