import { forgetVisit } from '@kit/testing/react'
import { useState } from 'react'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import { AuthProvider } from '../../index.ts'
import { Deferred, defer } from './Deferred.tsx'

const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
beforeEach(() => {
  forgetVisit()
  complaints.mockClear()
})
afterEach(() => expect(complaints).not.toHaveBeenCalled())

const Greeting = ({ name }: { name: string }) => <p>Hello {name}</p>
const problem = () => page.getByText(/Can’t reach the server/)
const field = () => page.getByRole('textbox')

/** An input as the fallback. */
function Field() {
  const [text, setText] = useState('')
  return <input value={text} onChange={(event) => setText(event.target.value)} />
}

test('default: the fallback is shown until the part is loaded; a prefetched part renders immediately', async () => {
  const load = vi.fn(async () => Greeting)
  const part = defer(load)
  const html = () =>
    renderToString(
      <AuthProvider>
        <Deferred part={part} props={{ name: 'Ada' }} fallback="…" />
      </AuthProvider>,
    )
  expect(html()).toContain('…')
  expect(load).not.toHaveBeenCalled()
  const { screen } = await renderWithAuth(
    <Deferred part={part} props={{ name: 'Ada' }} fallback="…" />,
  )
  await expect.element(page.getByText('Hello Ada')).toBeVisible()
  await screen.unmount()
  const shown: string[] = []
  const { screen: again } = await renderWithAuth(
    <Deferred
      part={part}
      props={{ name: 'Bob' }}
      fallback={<p ref={() => void shown.push('…')} />}
    />,
  )
  expect(again.container.textContent).toContain('Hello Bob')
  expect(shown).toEqual([])
  // The server always renders the fallback, even if the part is already loaded in its process.
  expect(html()).toContain('…')
})

test('behavior: if the part cannot be loaded, an alert says so, the input keeps its text, and loading can be repeated', async () => {
  let isOnline = false
  const part = defer(async () => {
    if (!isOnline) throw new TypeError('Failed to fetch dynamically imported module')
    return Greeting
  })
  part.prefetch()
  await renderWithAuth(<Deferred part={part} props={{ name: 'Ada' }} fallback={<Field />} />)
  await expect.element(problem()).toBeVisible()
  await field().fill('ada@example.com')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.element(problem()).toBeVisible()
  await expect.element(field()).toHaveValue('ada@example.com')
  isOnline = true
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.element(page.getByText('Hello Ada')).toBeVisible()
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument()
})
