import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { compose, field, input, insert, show } from '../../fixtures/otpField.tsx'

/*
 * Tests input that only Chromium's driver can simulate: keyboards of other scripts, input methods, clipboard
 * suggestions, dictation, and real drops. Tests for all browsers are in `OtpInput.test.tsx`.
 */

test.for(['١٢٣٤٥٦', '۱۲۳۴۵۶', '１２３４５６'])(
  'behavior: digits of other scripts %s become ASCII as they are typed',
  async (digits) => {
    const { onComplete } = await show()
    await field().click()
    for (const digit of digits) await insert(digit)
    await expect.element(field()).toHaveValue('123456')
    expect(onComplete).toHaveBeenCalledExactlyOnceWith('123456', 'typed')
  },
)

test('behavior: during a composition nothing is reported, and afterwards each character once', async () => {
  const { onChange, onComplete } = await show()
  await field().click()
  for (const text of ['１', '１２', '１２３', '１２３４５６']) await compose(text)
  expect(onChange).not.toHaveBeenCalled()
  await insert('１２３４５６')
  await expect.element(field()).toHaveValue('123456')
  expect(onComplete).toHaveBeenCalledOnce()
})

test('behavior: a composition continues when the parent renders', async () => {
  const { update } = await show({ value: '12' })
  await field().click()
  await userEvent.keyboard('{End}')
  await compose('３')
  await update({ description: 'Two minutes left' })
  expect(input().value).toBe('12３')
})

test('behavior: with one composition per key, no character is doubled or lost', async () => {
  const { onComplete } = await show()
  await field().click()
  for (const text of '１２３４５６') {
    await compose(text)
    await insert(text)
  }
  await expect.element(field()).toHaveValue('123456')
  expect(onComplete).toHaveBeenCalledOnce()
})

test('behavior: a composed complete code replaces what was typed', async () => {
  await show({ defaultValue: '99' })
  await field().click()
  await userEvent.keyboard('{End}')
  await compose('１２３４５６')
  await insert('１２３４５６')
  await expect.element(field()).toHaveValue('123456')
})

test.for([
  ['12', '123456'],
  ['999999', '123456'],
  ['12', '3456'],
] as const)('behavior: after %j, a composed %j completes the code once', async ([typed, text]) => {
  const { onComplete } = await show()
  await field().click()
  await userEvent.keyboard(typed)
  onComplete.mockClear()
  await compose(text)
  await insert(text)
  await expect.element(field()).toHaveValue('123456')
  await userEvent.keyboard('{End}')
  expect(onComplete.mock.calls.map(([code]) => code)).toEqual(['123456'])
})

test.for(['123 456', '123–456', 'Your code is 123-456.'])(
  'behavior: %j inserted without a paste event gives 123456',
  async (text) => {
    const { onComplete } = await show()
    await field().click()
    await insert(text)
    await expect.element(field()).toHaveValue('123456')
    expect(onComplete).toHaveBeenCalledExactlyOnceWith('123456', 'filled')
  },
)

test.for(['Case 483920, code 192837', 'G-192837 is your code', '19-2837'])(
  'behavior: a code in %j that is inserted without a paste event is reported as guessed',
  async (text) => {
    const { onComplete } = await show()
    await field().click()
    await insert(text)
    await expect.element(field()).toHaveValue('192837')
    expect(onComplete).toHaveBeenCalledExactlyOnceWith('192837', 'guessed')
    // The code without other text is reported as filled.
    await insert('192837')
    expect(onComplete).toHaveBeenLastCalledWith('192837', 'filled')
  },
)

test.for(['123-456', 'On 20 Nov 2026 your code is 123 456'])(
  'behavior: %j dropped gives 123456 and replaces everything',
  async (text) => {
    const { onComplete, screen } = await show({ defaultValue: '99' })
    const source = document.createElement('p')
    source.textContent = 'Drag me'
    source.draggable = true
    const give = vi.fn(({ dataTransfer }: DragEvent) => dataTransfer?.setData('text/plain', text))
    source.addEventListener('dragstart', give)
    screen.container.append(source)
    await userEvent.dragAndDrop(source, input())
    await expect.element(field()).toHaveValue('123456')
    expect(onComplete).toHaveBeenCalledExactlyOnceWith('123456', 'filled')
  },
)
