import { StrictMode, useState } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { cdp, page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import '../../styles/layers.css'
import '../../styles/tokens.css'
import '../../styles/parts.css'
import './OtpInput.css'
import { OtpInput, type OtpInputProps } from './index.ts'

const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})

beforeEach(() => complaints.mockClear())
afterEach(() => {
  expect(complaints).not.toHaveBeenCalled()
  document.documentElement.removeAttribute('dir')
})

const field = () => page.getByRole('textbox', { name: 'Code' })
const input = () => {
  const element = field().element()
  if (!(element instanceof HTMLInputElement)) throw new Error('The code field is no <input>.')
  return element
}

async function show(props: OtpInputProps = {}) {
  const onChange = vi.fn<(value: string) => void>()
  const onComplete = vi.fn<(value: string, reason: string) => void>()
  const ui = (added: OtpInputProps) => (
    <StrictMode>
      <OtpInput onChange={onChange} onComplete={onComplete} {...props} {...added} />
    </StrictMode>
  )
  const screen = await render(ui({}))
  return {
    onChange,
    onComplete,
    screen,
    update: (added: OtpInputProps) => screen.rerender(ui(added)),
  }
}

/** Puts a text on the real clipboard by way of a scratch field, and pastes it with the real keys. */
async function paste(text: string) {
  const scratch = document.createElement('textarea')
  scratch.value = text
  const before = document.activeElement
  document.body.append(scratch)
  scratch.select()
  await userEvent.copy()
  scratch.remove()
  if (before instanceof HTMLElement) before.focus()
  await userEvent.paste()
}

function Parent({ accept = () => true }: { accept?: (value: string) => boolean }) {
  const [value, setValue] = useState('')
  return <OtpInput value={value} onChange={(next) => accept(next) && setValue(next)} />
}

test('default', async () => {
  const { onChange, onComplete } = await show()
  await field().click()
  await userEvent.keyboard('007123')
  await expect.element(field()).toHaveValue('007123')
  expect(onChange.mock.lastCall).toEqual(['007123'])
  expect(onComplete.mock.calls).toEqual([['007123', 'typed']])
})

describe('structure', () => {
  test('behavior: one textbox, named by its visible label; cells are hidden from it', async () => {
    const { screen } = await show({ description: 'Sent to you', error: 'Wrong code' })
    expect(page.getByRole('textbox').elements()).toHaveLength(1)
    expect(screen.container.querySelector('label')?.control).toBe(input())
    await expect.element(field()).toHaveAccessibleDescription('Sent to you Wrong code')
    expect(screen.container.querySelector('.kit-otp-input-cells')?.ariaHidden).toBe('true')
  })

  test('behavior: server HTML has the attributes of a code field, no style, no value', () => {
    const html = renderToString(<OtpInput name="code" defaultValue="123456" />)
    const document = new DOMParser().parseFromString(html, 'text/html')
    const attributes = Object.fromEntries(
      [...(document.querySelector('input')?.attributes ?? [])].map(({ name, value }) => [
        name,
        value,
      ]),
    )
    expect(attributes).toMatchObject({
      type: 'text',
      name: 'code',
      inputmode: 'numeric',
      autocomplete: 'one-time-code',
      autocapitalize: 'off',
      autocorrect: 'off',
      spellcheck: 'false',
      enterkeyhint: 'done',
      required: '',
      pattern: '[0-9]{6}',
      dir: 'ltr',
    })
    expect(attributes).not.toHaveProperty('maxlength')
    expect(attributes).not.toHaveProperty('value')
    expect(html).not.toContain('style=')
    expect(document.querySelector('input')?.closest('[translate="no"]')).not.toBeNull()
  })

  test('parameters: alphabet', async () => {
    const { onComplete } = await show({ alphabet: 'alphanumeric' })
    expect(input().inputMode).toBe('text')
    expect(input().getAttribute('autocapitalize')).toBe('characters')
    await field().click()
    await userEvent.keyboard('a1-b2c3')
    await expect.element(field()).toHaveValue('A1B2C3')
    expect(onComplete.mock.calls).toEqual([['A1B2C3', 'typed']])
  })

  test('parameters: length', async () => {
    const { screen, onComplete } = await show({ length: 4 })
    expect(screen.container.querySelectorAll('.kit-otp-input-cell')).toHaveLength(4)
    await field().click()
    await userEvent.keyboard('4711')
    expect(onComplete).toHaveBeenCalledOnce()
  })

  test('parameters: ref, className, style, classNames, text and foreign props', async () => {
    const ref = { current: null as HTMLInputElement | null }
    const { screen } = await show({
      className: 'mine',
      style: { marginTop: 3 },
      classNames: { input: 'my-input', cell: 'my-cell' },
      name: 'code',
      form: 'elsewhere',
      'aria-describedby': 'hint',
    })
    await render(<OtpInput ref={ref} label={null} aria-label="Other" />)
    expect(ref.current?.ariaLabel).toBe('Other')
    const root = screen.container.querySelector<HTMLElement>('.kit-otp-input.mine')
    expect(root?.style.marginTop).toBe('3px')
    expect(input()).toHaveClass('kit-otp-input-control', 'my-input')
    expect(input().name).toBe('code')
    expect(input().getAttribute('form')).toBe('elsewhere')
    expect(input().getAttribute('aria-describedby')).toBe('hint')
    expect(screen.container.querySelectorAll('.my-cell')).toHaveLength(6)
  })

  test('parameters: render', async () => {
    await show({ render: (props, { filled }) => <input {...props} title={`${filled} entered`} /> })
    await field().click()
    await userEvent.keyboard('12')
    await expect.element(field()).toHaveAttribute('title', '2 entered')
  })
})

describe('typing', () => {
  test('behavior: a character outside the alphabet changes nothing, even when full', async () => {
    await show()
    await field().click()
    await userEvent.keyboard('12a-3 ')
    await expect.element(field()).toHaveValue('123')
    await userEvent.keyboard('456x')
    await expect.element(field()).toHaveValue('123456')
  })

  test('behavior: one more at the end is ignored, before a character it overwrites it', async () => {
    const { onComplete } = await show()
    await field().click()
    await userEvent.keyboard('1234567')
    await expect.element(field()).toHaveValue('123456')
    await userEvent.keyboard('{Home}{ArrowRight}9')
    await expect.element(field()).toHaveValue('193456')
    expect(input().selectionStart).toBe(2)
    expect(onComplete.mock.calls.map(([code]) => code)).toEqual(['123456', '193456'])
  })

  test('behavior: in a field with room a character goes in between', async () => {
    await show({ defaultValue: '124' })
    await field().click()
    await userEvent.keyboard('{End}{ArrowLeft}3')
    await expect.element(field()).toHaveValue('1234')
    expect(input().selectionStart).toBe(3)
  })

  test('behavior: Backspace, Delete, select all, copy, cut and undo are the browser’s', async () => {
    await show({ defaultValue: '123456' })
    await field().click()
    await userEvent.keyboard('{End}{Backspace}{Home}{Delete}')
    await expect.element(field()).toHaveValue('2345')
    await userEvent.keyboard('{ControlOrMeta>}a{/ControlOrMeta}')
    await userEvent.cut()
    await expect.element(field()).toHaveValue('')
    await userEvent.paste()
    await expect.element(field()).toHaveValue('2345')
    await userEvent.keyboard('{ControlOrMeta>}z{/ControlOrMeta}')
    await expect.element(field()).toHaveValue('')
  })

  test('behavior: undo gives back what a pasted code replaced', async () => {
    await show()
    await field().click()
    await userEvent.keyboard('999')
    await paste('Your code is 123 456')
    await expect.element(field()).toHaveValue('123456')
    await userEvent.keyboard('{ControlOrMeta>}z{/ControlOrMeta}')
    await expect.element(field()).toHaveValue('999')
  })

  test('behavior: one tab stop, also when full', async () => {
    await show({ defaultValue: '123456' })
    await render(<button type="button">After</button>)
    await userEvent.tab()
    expect(document.activeElement).toBe(input())
    await userEvent.tab()
    expect(document.activeElement?.textContent).toBe('After')
  })

  test.for(['١٢٣٤٥٦', '۱۲۳۴۵۶', '１２３４５６'])(
    'behavior: digits of other scripts %s become ASCII',
    async (digits) => {
      const { onComplete } = await show()
      await field().click()
      for (const digit of digits) await cdp().send('Input.insertText', { text: digit })
      await expect.element(field()).toHaveValue('123456')
      expect(onComplete).toHaveBeenCalledExactlyOnceWith('123456', 'typed')
    },
  )

  test('behavior: nothing commits before a composition ends, then each character once', async () => {
    const { onChange, onComplete } = await show()
    await field().click()
    for (const text of ['１', '１２', '１２３', '１２３４５６'])
      await cdp().send('Input.imeSetComposition', {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      })
    expect(onChange).not.toHaveBeenCalled()
    await cdp().send('Input.insertText', { text: '１２３４５６' })
    await expect.element(field()).toHaveValue('123456')
    expect(onComplete).toHaveBeenCalledOnce()
  })

  test('behavior: a composition per key doubles and loses nothing', async () => {
    await show()
    await field().click()
    for (const text of '１２３４５６') {
      await cdp().send('Input.imeSetComposition', { text, selectionStart: 1, selectionEnd: 1 })
      await cdp().send('Input.insertText', { text })
    }
    await expect.element(field()).toHaveValue('123456')
  })
})

describe('paste, drop and fill', () => {
  test.for([
    '123 456',
    '123-456',
    '123–456',
    '123\u00a0456',
    '123\n456',
    '\u200e123456\u200f',
    '123\u200b456',
    '١٢٣٤٥٦',
    'Your code is 123456. It expires in 10 minutes.',
    'On 20 Nov 2026 your code is 123-456',
  ])('behavior: pasting %j gives 123456, wherever the caret is', async (text) => {
    const { onComplete } = await show({ defaultValue: '99999' })
    await field().click()
    await userEvent.keyboard('{Home}{ArrowRight}')
    await paste(text)
    await expect.element(field()).toHaveValue('123456')
    expect(onComplete).toHaveBeenCalledExactlyOnceWith('123456', 'filled')
  })

  test.for(['123 456', 'Your code is 123-456.'])(
    'behavior: %j inserted without a paste event',
    async (text) => {
      const { onComplete } = await show()
      await field().click()
      await cdp().send('Input.insertText', { text })
      await expect.element(field()).toHaveValue('123456')
      expect(onComplete).toHaveBeenCalledExactlyOnceWith('123456', 'filled')
    },
  )

  test('behavior: a whole code pasted again completes again', async () => {
    const { onComplete } = await show({ defaultValue: '123456' })
    await field().click()
    await paste('123456')
    expect(onComplete).toHaveBeenCalledExactlyOnceWith('123456', 'filled')
  })

  test('behavior: a part of a code goes in at the caret', async () => {
    await show()
    await field().click()
    await userEvent.keyboard('12')
    await paste('34')
    await expect.element(field()).toHaveValue('1234')
  })

  test('behavior: a text without a code changes nothing, is not shown, and is said to hold none', async () => {
    const { onChange, screen } = await show({ defaultValue: '12' })
    await field().click()
    await paste('See you on 20 Nov 2026, Ada')
    await expect.element(field()).toHaveValue('12')
    await expect
      .element(page.getByRole('status'))
      .toHaveTextContent('No 6-digit code in the pasted text')
    await expect.element(field()).toHaveAccessibleDescription('No 6-digit code in the pasted text')
    expect(screen.container.textContent).not.toContain('Ada')
    expect(onChange).not.toHaveBeenCalled()
    await userEvent.keyboard('3')
    await expect.element(page.getByRole('status')).toBeEmptyDOMElement()
  })

  test('behavior: a dropped code replaces everything', async () => {
    const { onComplete, screen } = await show({ defaultValue: '99' })
    const source = document.createElement('p')
    source.textContent = '123-456'
    source.draggable = true
    source.addEventListener('dragstart', ({ dataTransfer }) =>
      dataTransfer?.setData('text/plain', '123-456'),
    )
    screen.container.append(source)
    await userEvent.dragAndDrop(source, input())
    await expect.element(field()).toHaveValue('123456')
    expect(onComplete).toHaveBeenCalledExactlyOnceWith('123456', 'filled')
  })

  test.for(['input', 'change'])('behavior: a manager sets the value and fires %s', async (name) => {
    const { onComplete } = await show({ defaultValue: '12' })
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(
      input(),
      '123 456',
    )
    input().dispatchEvent(new Event(name, { bubbles: true }))
    await expect.element(field()).toHaveValue('123456')
    expect(onComplete).toHaveBeenCalledExactlyOnceWith('123456', 'filled')
  })

  test('behavior: what was typed before hydration is kept, without a warning', async () => {
    const onComplete = vi.fn()
    const ui = (
      <StrictMode>
        <OtpInput onComplete={onComplete} />
      </StrictMode>
    )
    const container = document.createElement('div')
    container.innerHTML = renderToString(ui)
    document.body.append(container)
    input().value = '123 456'
    const root = hydrateRoot(container, ui)
    await expect.element(field()).toHaveValue('123456')
    await vi.waitFor(() => expect(onComplete).toHaveBeenCalledExactlyOnceWith('123456', 'filled'))
    root.unmount()
    container.remove()
  })
})

describe('state', () => {
  test('parameters: value', async () => {
    const { onChange, update } = await show({ value: '12' })
    await field().click()
    await userEvent.keyboard('{End}3')
    expect(onChange).toHaveBeenLastCalledWith('123')
    await expect.element(field()).toHaveValue('12')
    await userEvent.keyboard('3')
    await expect.element(field()).toHaveValue('12')
    await update({ value: '4711' })
    await expect.element(field()).toHaveValue('4711')
  })

  test('behavior: a parent keeps the value, and may refuse a change', async () => {
    await render(<Parent accept={(value) => !value.endsWith('9')} />)
    await field().click()
    await userEvent.keyboard('1299345')
    await expect.element(field()).toHaveValue('12345')
  })

  test('parameters: disabled and readOnly', async () => {
    const { update, screen } = await show({ defaultValue: '12', readOnly: true })
    await field().click()
    await userEvent.keyboard('3')
    await paste('123456')
    await expect.element(field()).toHaveValue('12')
    expect(screen.container.querySelector('[data-readonly]')).not.toBeNull()
    await update({ readOnly: false, disabled: true })
    await expect.element(field()).toBeDisabled()
    expect(screen.container.querySelector('[data-disabled]')).not.toBeNull()
  })

  test('behavior: a refused code is selected, typing replaces it and takes the mark away', async () => {
    const { update, screen } = await show({ defaultValue: '123456' })
    await field().click()
    await update({ error: 'That code is wrong.' })
    await expect.element(field()).toHaveAttribute('aria-invalid', 'true')
    expect(screen.container.querySelector('[data-invalid]')).not.toBeNull()
    await userEvent.keyboard('9')
    await expect.element(field()).toHaveValue('9')
    await expect.element(field()).not.toHaveAttribute('aria-invalid')
    await expect.element(page.getByText('That code is wrong.')).toBeVisible()
    await update({ error: undefined })
    await update({ error: 'That code is wrong.' })
    await expect.element(field()).toHaveAttribute('aria-invalid', 'true')
  })

  test('parameters: autoFocus', async () => {
    await show({ autoFocus: true })
    await expect.element(field()).toHaveFocus()
  })

  test('behavior: cells say how many characters there are and where the next one goes', async () => {
    const { screen } = await show()
    const cells = () =>
      [...screen.container.querySelectorAll('.kit-otp-input-cell')]
        .map((cell) =>
          cell.hasAttribute('data-active')
            ? '|'
            : cell.hasAttribute('data-selected')
              ? '#'
              : cell.hasAttribute('data-filled')
                ? 'x'
                : '.',
        )
        .join('')
    expect(cells()).toBe('......')
    await field().click()
    await userEvent.keyboard('12')
    await expect.poll(cells).toBe('xx|...')
    await userEvent.keyboard('{Home}')
    await expect.poll(cells).toBe('|x....')
    await userEvent.keyboard('{Shift>}{End}{/Shift}')
    await expect.poll(cells).toBe('##....')
    input().blur()
    await expect.poll(cells).toBe('xx....')
  })
})

describe('form', () => {
  test('behavior: Enter submits name and ASCII value; a partial code is held back', async () => {
    const sent: FormDataEntryValue[] = []
    await render(
      <form
        onSubmit={(event) => {
          event.preventDefault()
          sent.push(new FormData(event.currentTarget).get('code') ?? '')
        }}
      >
        <OtpInput name="code" />
      </form>,
    )
    await field().click()
    await userEvent.keyboard('1234{Enter}')
    expect(sent).toEqual([])
    await paste('١٢٣٤٥٦')
    await userEvent.keyboard('{Enter}')
    expect(sent).toEqual(['123456'])
  })

  test('behavior: reset empties it', async () => {
    const onChange = vi.fn()
    await render(
      <form>
        <OtpInput defaultValue="123" onChange={onChange} />
        <button type="reset">Reset</button>
      </form>,
    )
    await page.getByRole('button', { name: 'Reset' }).click()
    await expect.element(field()).toHaveValue('')
    expect(onChange).toHaveBeenLastCalledWith('')
  })
})

describe('look', () => {
  test('behavior: digits run left to right on a right-to-left page', async () => {
    document.documentElement.dir = 'rtl'
    const { screen } = await show()
    expect(getComputedStyle(input()).direction).toBe('ltr')
    const [first, second] = [...screen.container.querySelectorAll('.kit-otp-input-cell')]
    expect(first?.getBoundingClientRect().left).toBeLessThan(
      second?.getBoundingClientRect().left ?? 0,
    )
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
      const last = screen.container.querySelector('.kit-otp-input-cell:last-child')
      expect(box?.scrollWidth).toBeLessThanOrEqual(width)
      expect(input().scrollWidth).toBeLessThanOrEqual(input().clientWidth)
      const room =
        input().getBoundingClientRect().right - (last?.getBoundingClientRect().right ?? 0)
      expect(room).toBeGreaterThanOrEqual(39.5)
      document.documentElement.style.fontSize = ''
    },
  )

  test('behavior: a text-spacing style sheet leaves the digits in their cells', async () => {
    const { screen } = await show({ defaultValue: '123456' })
    const before = getComputedStyle(input()).letterSpacing
    const sheet = document.createElement('style')
    sheet.textContent =
      '* { letter-spacing: .12em !important; word-spacing: .16em !important; line-height: 1.5 !important }'
    screen.container.append(sheet)
    expect(getComputedStyle(input()).letterSpacing).toBe(before)
  })
})

describe('privacy', () => {
  test('security: the code is in no attribute of the document', async () => {
    const { screen } = await show({ defaultValue: '483920' })
    await field().click()
    await userEvent.keyboard('{End}{Backspace}1')
    await expect.element(field()).toHaveValue('483921')
    expect(screen.container.outerHTML).not.toContain('48392')
  })

  test('security: the code leaves the element on unmount and on return from the back-forward cache', async () => {
    const { screen, onChange } = await show({ defaultValue: '123456' })
    const element = input()
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
    expect(element.value).toBe('')
    expect(onChange).toHaveBeenLastCalledWith('')
    await field().click()
    await userEvent.keyboard('123')
    await screen.unmount()
    expect(element.value).toBe('')
  })
})
