import { createFakeBackend, createSession, forgetVisit } from '@kit/testing/react'
import { useState } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import '../../styles/layers.css'
import '../../styles/tokens.css'
import '../../styles/structure.css'
import '../../styles/parts.css'
import { SignedOut, SignInDialog } from '../../index.ts'
import { UserButton } from './index.ts'

beforeEach(() => forgetVisit())
afterEach(async () => {
  vi.restoreAllMocks()
  await page.viewport(1280, 720)
})

const trigger = () => page.getByRole('button', { name: 'Signed in by email' })
const item = () => page.getByRole('menuitem', { name: 'Sign out' })

async function show(style = {}) {
  const backend = createFakeBackend({ session: createSession({ method: 'email-otp' }) })
  await renderWithAuth(
    // Many pages make their main element focusable like this, as the target of a skip link.
    <main tabIndex={-1} style={style}>
      <UserButton />
      <button type="button">After</button>
    </main>,
    { backend },
  )
  await expect.element(trigger()).toBeVisible()
  return backend
}

test('behavior: the button opens its menu and closes it', async () => {
  await show()
  await trigger().click()
  await expect.element(item()).toHaveFocus()
  await expect.element(trigger()).toHaveAttribute('aria-expanded', 'true')
  await trigger().click()
  await expect.element(item()).not.toBeInTheDocument()
})

test('behavior: Tab leaves the menu and closes it, Escape returns to the button', async () => {
  await show()
  await trigger().click()
  await expect.element(item()).toHaveFocus()
  await userEvent.keyboard('{Tab}')
  await expect.element(page.getByRole('button', { name: 'After' })).toHaveFocus()
  await expect.element(item()).not.toBeInTheDocument()
  await trigger().click()
  await expect.element(item()).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(trigger()).toHaveFocus()
  await expect.element(item()).not.toBeInTheDocument()
})

test('behavior: Escape closes the menu, not the dialog around it', async () => {
  const backend = createFakeBackend({ session: createSession({ method: 'email-otp' }) })
  const onEscape = vi.fn()
  await renderWithAuth(
    // biome-ignore lint/a11y/noStaticElementInteractions: stands for a dialog that Escape closes.
    <div onKeyDown={({ key }) => key === 'Escape' && onEscape()}>
      <dialog
        ref={(dialog) => {
          if (dialog?.open === false) dialog.showModal()
        }}
      >
        <UserButton />
      </dialog>
    </div>,
    { backend },
  )
  await trigger().click()
  await expect.element(item()).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(trigger()).toHaveFocus()
  await expect.element(item()).not.toBeInTheDocument()
  expect(onEscape).not.toHaveBeenCalled()
  await userEvent.keyboard('{Escape}')
  expect(onEscape).toHaveBeenCalledOnce()
})

test('behavior: a click elsewhere closes the menu; focusing an ancestor, as Safari does, does not', async () => {
  const backend = await show()
  await trigger().click()
  await expect.element(item()).toHaveFocus()
  document.querySelector('main')?.focus()
  await expect.element(item()).toBeVisible()
  await page.getByRole('main').click({ position: { x: 900, y: 4 } })
  await expect.element(item()).not.toBeInTheDocument()
  await trigger().click()
  await item().click()
  await expect.poll(() => backend.state.session).toBeNull()
})

test.for([
  ['with a top layer', 540],
  ['without one', 320],
] as const)(
  'behavior: the menu is below its button, and 8 px from the edge of the window: %s, %i px',
  async ([layer, width]) => {
    if (layer === 'without one')
      vi.spyOn(HTMLElement.prototype, 'showPopover').mockImplementation(() => {
        throw new DOMException('Not supported', 'NotSupportedError')
      })
    await page.viewport(width, 640)
    await show({ transform: 'translate(0, 3px)' })
    await trigger().click()
    await expect.element(item()).toHaveFocus()
    const popover = document.querySelector('.kit-popover')?.getBoundingClientRect()
    const button = trigger().element().getBoundingClientRect()
    expect(popover?.top).toBeCloseTo(button.bottom + 8, 0)
    expect(popover?.left).toBeGreaterThanOrEqual(8)
    expect(popover?.right).toBeLessThanOrEqual(width - 8)
    expect(document.documentElement.scrollWidth).toBe(width)
  },
)

test('behavior: on a phone the menu is a sheet at the bottom, which a click outside closes', async () => {
  await page.viewport(390, 700)
  await show({ transform: 'translate(0, 3px)' })
  await trigger().click()
  await expect.element(item()).toHaveFocus()
  const measure = () => {
    const { left, right, bottom } =
      document.querySelector('.kit-popover')?.getBoundingClientRect() ?? new DOMRect()
    return { left, right, bottom }
  }
  await expect.poll(measure).toEqual({ left: 0, right: 390, bottom: 700 })
  await page.viewport(540, 700)
  await expect.poll(() => measure().right).toBeLessThanOrEqual(532)
  await page.viewport(390, 700)
  await expect.poll(measure).toEqual({ left: 0, right: 390, bottom: 700 })
  await userEvent.click(document.body, { position: { x: 300, y: 100 } })
  await expect.element(item()).not.toBeInTheDocument()
})

test('behavior: after a sign-in, the user button that replaces the sign-in button has the focus', async () => {
  await renderWithAuth(<Header />, { backend: createFakeBackend({ methods: ['email-otp'] }) })
  await page.getByRole('button', { name: 'Open' }).click()
  await page.getByLabelText('Email address').fill('ada@example.com')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('textbox', { name: 'Code' })).toHaveFocus()
  await userEvent.keyboard('123456')
  await expect.element(trigger()).toHaveFocus()
})

function Header() {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <header>
      <SignedOut>
        <button type="button" onClick={() => setIsOpen(true)}>
          Open
        </button>
      </SignedOut>
      <UserButton />
      <SignInDialog isOpen={isOpen} onClose={() => setIsOpen(false)} />
    </header>
  )
}
