import { createFakeBackend, forgetVisit } from '@kit/testing/react'
import { renderToString } from 'react-dom/server'
import { beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import { AuthProvider } from '../../index.ts'
import '../../styles/layers.css'
import '../../styles/tokens.css'
import '../../styles/structure.css'
import '../../styles/parts.css'
import { SignIn } from './index.ts'

beforeEach(() => forgetVisit())

test('parameters: frame', async () => {
  await renderWithAuth(
    <div style={{ fontFamily: 'Georgia' }}>
      <SignIn frame="none" />
    </div>,
  )
  const { borderTopWidth, paddingTop, boxShadow, backgroundColor, fontFamily } = getComputedStyle(
    page.getByRole('region').element(),
  )
  expect([borderTopWidth, paddingTop, boxShadow, backgroundColor, fontFamily]).toEqual([
    '0px',
    '0px',
    'none',
    'rgba(0, 0, 0, 0)',
    'Georgia',
  ])
  await expect.element(page.getByLabelText('Email address')).toBeVisible()
  expect(getComputedStyle(page.getByLabelText('Email address').element()).fontFamily).toBe(
    'Georgia',
  )
})

test('parameters: headingLevel', async () => {
  await renderWithAuth(<SignIn headingLevel={1} />)
  await expect.element(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
})

test('behavior: a page’s styles for headings and links do not affect the card', async () => {
  const sheet = document.head.appendChild(document.createElement('style'))
  sheet.textContent = 'h1, h2 { font: 300 3rem serif; text-transform: uppercase }'
  await renderWithAuth(<SignIn />)
  const { fontSize, textTransform } = getComputedStyle(page.getByRole('heading').element())
  expect([fontSize, textTransform]).toEqual(['20px', 'none'])
  sheet.remove()
})

test('behavior: the other methods are hidden while a code is being entered', async () => {
  await renderWithAuth(<SignIn />, { backend: createFakeBackend() })
  const divider = page.getByText('or', { exact: true })
  await expect.element(divider).toBeVisible()
  await page.getByLabelText('Email address').fill('ada@example.com')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('textbox', { name: 'Code' })).toBeVisible()
  await expect.element(divider).not.toBeVisible()
  await page.getByRole('button', { name: 'Use another email address' }).click()
  await expect.element(divider).toBeVisible()
})

test('behavior: without scripts, the server’s page says that JavaScript is needed', () => {
  const html = renderToString(
    <AuthProvider>
      <SignIn />
    </AuthProvider>,
  )
  expect(html).toMatch(/<noscript><p[^>]*>Turn on JavaScript to sign in\.<\/p><\/noscript>/)
})
