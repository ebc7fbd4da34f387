import { beforeAll, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'

const panels = (...labels: string[]) =>
  `<div class="tabs" data-name="framework">${labels
    .map((label) => `<section><p class="label">${label}</p><p>Code for ${label}</p></section>`)
    .join('')}</div>`

beforeAll(async () => {
  localStorage.clear()
  document.body.innerHTML = panels('Next.js', 'Hono', 'Express') + panels('Hono', 'Express')
  await import(/* @vite-ignore */ new URL('./tabs.js', import.meta.url).href)
})

const tab = (name: string) => page.getByRole('tab', { name }).first()

test('behavior: the tabs show one panel each, and the arrow keys, Home and End move between them', async () => {
  await expect.element(tab('Next.js')).toHaveAttribute('aria-selected', 'true')
  await expect.element(page.getByText('Code for Next.js')).toBeVisible()
  await expect.element(page.getByText('Code for Express').first()).not.toBeVisible()

  await tab('Next.js').click()
  await userEvent.keyboard('{ArrowRight}')
  await expect.element(tab('Hono')).toHaveFocus()
  await expect.element(tab('Next.js')).toHaveAttribute('tabindex', '-1')
  await userEvent.keyboard('{End}')
  await expect.element(tab('Express')).toHaveFocus()
  await userEvent.keyboard('{ArrowRight}')
  await expect.element(tab('Next.js')).toHaveFocus()
  await userEvent.keyboard('{Home}{ArrowLeft}')
  await expect.element(tab('Express')).toHaveFocus()
  await userEvent.keyboard('{Tab}')
  await expect.element(page.getByRole('tabpanel', { name: 'Express' }).first()).toHaveFocus()
})

test('behavior: a choice applies to all tabs of the name, if they have it', async () => {
  await tab('Hono').click()
  await expect
    .element(page.getByRole('tab', { name: 'Hono' }).last())
    .toHaveAttribute('aria-selected', 'true')
  await tab('Next.js').click()
  await expect
    .element(page.getByRole('tab', { name: 'Hono' }).last())
    .toHaveAttribute('aria-selected', 'true')
  expect(localStorage.getItem('tabs: framework')).toBe('Next.js')
})
