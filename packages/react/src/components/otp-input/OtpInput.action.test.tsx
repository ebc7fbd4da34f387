import { useFormStatus } from 'react-dom'
import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { field } from '../../fixtures/otpField.tsx'
import { OtpInput } from './index.ts'

test('behavior: a React 19 form action receives the code, and useFormStatus works', async () => {
  let finish = () => {}
  const action = vi.fn((data: FormData) => {
    expect(data.get('code')).toBe('123456')
    return new Promise<void>((resolve) => {
      finish = resolve
    })
  })
  await render(
    <form action={action}>
      <OtpInput name="code" />
      <Status />
    </form>,
  )
  await field().click()
  await userEvent.keyboard('123456{Enter}')
  await expect.element(page.getByText('pending')).toBeVisible()
  finish()
  await expect.element(page.getByText('ready')).toBeVisible()
  expect(action).toHaveBeenCalledOnce()
})

function Status() {
  return <output>{useFormStatus().pending ? 'pending' : 'ready'}</output>
}
