import { createFakeWallet, type FakeWallet } from '@kit/testing/browser'
import { createFakeBackend, createSession, forgetVisit } from '@kit/testing/react'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { liftComponents } from '../../../../scripts/build/styles/liftComponents.ts'
import otpInput from '../components/otp-input/OtpInput.css?raw'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import { AccountCard, OtpInput, SignIn, SignInDialog, UserButton } from '../index.ts'
import { loadWords } from '../locales/index.ts'
import layers from './layers.css?raw'
import parts from './parts.css?raw'
import structure from './structure.css?raw'
import tokens from './tokens.css?raw'

/* Tests the components in pages with style sheets that affect all elements. */

const styles = [layers, tokens, structure, parts, otpInput].join('\n')

/** The part of Bootstrap 5's Reboot that affects elements of the Kit. */
const bootstrap = `*, ::after, ::before { box-sizing: border-box }
  h6, h5, h4, h3, h2, h1 { margin-top: 0; margin-bottom: .5rem; font-weight: 500; line-height: 1.2 } h2 { font-size: 2rem }
  p { margin-top: 0; margin-bottom: 1rem } ol, ul { padding-left: 2rem } ol, ul, dl { margin-top: 0; margin-bottom: 1rem }
  a { color: #0d6efd; text-decoration: underline } img, svg { vertical-align: middle } label { display: inline-block }
  pre { display: block; margin-top: 0; margin-bottom: 1rem; overflow: auto; font-size: .875em } button { border-radius: 0 }
  input, button, select, optgroup, textarea { margin: 0; font-family: inherit; font-size: inherit; line-height: inherit }
  button, select { text-transform: none }`
/** The `index.css` of Vite's template. */
const vite = `a { font-weight: 500; color: #646cff; text-decoration: inherit } h1 { font-size: 3.2em; line-height: 1.1 }
  button { border-radius: 8px; border: 1px solid transparent; padding: .6em 1.2em; font-size: 1em; font-weight: 500;
    font-family: inherit; background-color: #1a1a1a; cursor: pointer; transition: border-color .25s }`
const still =
  '*, ::before, ::after { transition: none !important; animation: none !important } body { margin: 0 }'

let wallet: FakeWallet
let sheets: HTMLStyleElement[]
beforeEach(() => {
  forgetVisit()
  sheets = []
  wallet = createFakeWallet({ name: 'Field Wallet' })
})
afterEach(async () => {
  wallet.withdraw()
  for (const sheet of sheets) sheet.remove()
  for (const name of ['dir', 'style']) document.documentElement.removeAttribute(name)
  document.body.removeAttribute('style')
  await page.viewport(1280, 720)
})

function addSheet(text: string, place: 'append' | 'prepend' = 'append'): HTMLStyleElement {
  const sheet = document.createElement('style')
  sheet.textContent = text
  document.head[place](sheet)
  sheets.push(sheet)
  return sheet
}

const session = createSession({
  method: 'email-otp',
  email: 'ada.lovelace.the.first@analytical-engine.example',
})
const identities = ['ada.lovelace.the.first@analytical-engine.example', 'ada@work.example'].map(
  (email) => ({ id: email, kind: 'email' as const, email, linkedAt: '2026-01-05T09:00:00.000Z' }),
)

async function enterWrongCode() {
  await page.getByRole('textbox').fill('ada@example.com')
  await userEvent.keyboard('{Enter}')
  await page.getByRole('textbox', { name: 'Code' }).fill('000000')
  await expect
    .element(page.getByRole('textbox', { name: 'Code' }))
    .toHaveAttribute('aria-invalid', 'true')
}

const scenes: Record<string, { ui: ReactNode; show: () => Promise<unknown> }> = {
  'a refused code': { ui: <SignIn />, show: enterWrongCode },
  'a dialog': {
    ui: <SignInDialog isOpen onClose={() => {}} />,
    show: async () =>
      expect.element(page.getByRole('button', { name: 'Field Wallet' })).toBeVisible(),
  },
  'ways to sign in': {
    ui: <AccountCard />,
    show: async () => expect.element(page.getByText('ada@work.example')).toBeVisible(),
  },
}

/** Returns the position and the text style of every element. */
function measure() {
  return [...document.querySelectorAll<HTMLElement>('[class^=kit-]')].map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect()
    const { fontSize, color, backgroundColor } = getComputedStyle(element)
    // A button with only an icon inherits the font size of the page, which has no visible effect.
    const type = element.textContent === '' ? '' : fontSize
    return [element.className, [x, y, width, height].map(Math.round), type, color, backgroundColor]
  })
}

test.for(Object.keys(scenes))(
  'behavior: with styles.unlayered.css, Bootstrap and Vite’s template change nothing: %s',
  async (name) => {
    addSheet(`${liftComponents(styles)} ${still}`)
    const { ui, show } = scenes[name] ?? {}
    const backend = createFakeBackend(name === 'ways to sign in' ? { session, identities } : {})
    await renderWithAuth(<div style={{ inlineSize: 360, color: '#000' }}>{ui}</div>, { backend })
    await show?.()
    const before = measure()
    expect(before.length).toBeGreaterThan(10)
    for (const page of [bootstrap, vite])
      for (const place of ['append', 'prepend'] as const) {
        const sheet = addSheet(page, place)
        expect(measure()).toEqual(before)
        sheet.remove()
      }
  },
)

/** Text styles that elements inherit from an app's header. */
const header = `.header { white-space: nowrap; text-transform: uppercase; letter-spacing: .1em; word-spacing: .3em;
  font-style: italic; font-weight: 700; line-height: 3; text-indent: 2em; text-align: right;
  text-shadow: 1px 1px #000; font-variant: small-caps }`

test.for([
  ...Object.entries(scenes),
  ['a code field', { ui: <OtpInput />, show: async () => {} }] as const,
])(
  'behavior: a component ignores the text styles of the element around it: %s',
  async ([name, scene]) => {
    addSheet(`${styles} ${still}`)
    const backend = createFakeBackend(name === 'ways to sign in' ? { session, identities } : {})
    await renderWithAuth(
      <div className="header" style={{ inlineSize: 360 }}>
        {scene.ui}
      </div>,
      { backend },
    )
    await scene.show()
    const before = measure()
    expect(before.length).toBeGreaterThan(3)
    addSheet(header)
    expect(measure()).toEqual(before)
    const label = document.querySelector('.kit-label, .kit-title') ?? document.body
    const { textAlign, textShadow, fontVariantCaps } = getComputedStyle(label)
    expect([textAlign, textShadow, fontVariantCaps]).toEqual(['start', 'none', 'normal'])
  },
)

test('behavior: a class of the app can set the text styles of a whole component', async () => {
  addSheet(`${styles} ${still} .wide { letter-spacing: 2px }`)
  await renderWithAuth(<SignIn className="wide" />)
  await expect.element(page.getByRole('textbox')).toBeVisible()
  expect(getComputedStyle(page.getByText('Email address').element()).letterSpacing).toBe('2px')
})

test('parameters: --kit-rem keeps sizes on a page whose root has a font size of 62.5%', async () => {
  addSheet(`${styles} ${still}`)
  await renderWithAuth(<div style={{ inlineSize: '360px' }}>{scenes['a refused code']?.ui}</div>)
  await enterWrongCode()
  const before = measure()
  addSheet('html { font-size: 62.5% }')
  expect(measure()).not.toEqual(before)
  addSheet(':root { --kit-rem: 1.6rem }')
  expect(measure()).toEqual(before)
})

test.for([
  ['rtl', 'en', 'none'],
  ['ltr', 'ar', '-1 1'],
] as const)(
  'behavior: in a page written %s, the back arrow of a card in %s points to the start of its texts',
  async ([dir, locale, scale]) => {
    addSheet(`${styles} ${still}`)
    document.documentElement.dir = dir
    const words = await loadWords(locale)
    await renderWithAuth(<SignIn />, { words })
    await page.getByRole('textbox').fill('ada@example.com')
    await userEvent.keyboard('{Enter}')
    const back = page.getByRole('button', { name: words.signIn.back })
    await expect.element(back).toBeVisible()
    const icon = back.element().querySelector('.kit-icon') ?? document.body
    expect(getComputedStyle(icon).scale).toBe(scale)
  },
)

test.for([
  ['the account', <AccountCard key="card" />],
  ['the user’s button', <UserButton key="button" />],
] as const)('behavior: %s fits into 320 px with text at 200 percent', async ([, ui]) => {
  addSheet(`${styles} ${still}`)
  await page.viewport(320, 720)
  document.documentElement.style.fontSize = '200%'
  const words = await loadWords('de')
  const backend = createFakeBackend({ session, identities })
  await renderWithAuth(ui, { words, backend })
  await expect.element(page.getByText(/^ada\.lovelace/).first()).toBeInTheDocument()
  expect(document.documentElement.scrollWidth).toBe(320)
})

test('behavior: the menu stays inside the window on a page with `zoom`', async () => {
  addSheet(`${styles} ${still}`)
  await page.viewport(1000, 720)
  document.body.style.zoom = '1.5'
  await renderWithAuth(
    <div style={{ display: 'flex', justifyContent: 'end' }}>
      <UserButton />
    </div>,
    { backend: createFakeBackend({ session }) },
  )
  const button = page.getByRole('button')
  await button.click()
  await expect.element(page.getByRole('menuitem')).toHaveFocus()
  const menu = document.querySelector('.kit-popover')?.getBoundingClientRect()
  expect(menu?.right).toBeLessThanOrEqual(992.5)
  expect(menu?.right).toBeGreaterThan(900)
  expect(menu?.top).toBeCloseTo(button.element().getBoundingClientRect().bottom + 8, 0)
})
