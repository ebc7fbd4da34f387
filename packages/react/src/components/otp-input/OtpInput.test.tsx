import { Profiler, StrictMode, useState } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import {
  cells,
  field,
  fillIn,
  input,
  paste,
  show,
  withClipboard,
} from '../../fixtures/otpField.tsx'
import { OtpInput, type OtpInputProps } from './index.ts'

const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})

beforeEach(() => complaints.mockClear())
afterEach(() => expect(complaints).not.toHaveBeenCalled())

function Parent({
  accept = () => true,
  onComplete,
}: {
  accept?: (value: string) => boolean
  onComplete?: OtpInputProps['onComplete']
}) {
  const [value, setValue] = useState('')
  return (
    <OtpInput
      value={value}
      onChange={(next) => accept(next) && setValue(next)}
      onComplete={onComplete}
    />
  )
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
  test('behavior: there is one textbox, named by its label and described by hint and error', async () => {
    const { screen } = await show({ description: 'Sent to you', error: 'Wrong code' })
    expect(page.getByRole('textbox').elements()).toHaveLength(1)
    expect(screen.container.querySelector('label')?.control).toBe(input())
    await expect.element(field()).toHaveAccessibleDescription('Sent to you Wrong code')
    expect(input().parentElement?.querySelectorAll(':scope > :not([aria-hidden])')).toHaveLength(1)
  })

  test('behavior: server HTML has the attributes of a code field, but no style and no value', () => {
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

  test('behavior: no attribute makes password managers ignore the field', () => {
    const html = renderToString(<OtpInput />)
    expect(html).not.toMatch(/data-(1p|lp|bw|protonpass|form-type)|ignore/)
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
    const { onComplete } = await show({ length: 4 })
    expect(input().pattern).toBe('[0-9]{4}')
    await field().click()
    await userEvent.keyboard('4711')
    expect(onComplete).toHaveBeenCalledOnce()
  })

  test('parameters: ref, className, style, classNames and foreign props', async () => {
    const ref = { current: null as HTMLInputElement | null }
    const called = vi.fn()
    const { screen } = await show({
      className: 'mine',
      style: { marginTop: 3 },
      classNames: { input: 'my-input', box: 'my-box' },
      name: 'code',
      form: 'elsewhere',
      'aria-describedby': 'hint',
    })
    await render(<OtpInput ref={ref} label={null} aria-label="Other" />)
    const other = await render(<OtpInput ref={called} label={null} aria-label="Third" />)
    expect(ref.current?.ariaLabel).toBe('Other')
    expect(called.mock.lastCall?.[0]).toBeInstanceOf(HTMLInputElement)
    await other.unmount()
    expect(called.mock.lastCall?.[0]).toBeNull()
    const root = screen.container.querySelector<HTMLElement>('.kit-otp-input.mine')
    expect(root?.style.marginTop).toBe('3px')
    expect(input()).toHaveClass('kit-otp-input-control', 'my-input')
    expect(input().closest('.my-box')).not.toBeNull()
    expect(input().name).toBe('code')
    expect(input().getAttribute('form')).toBe('elsewhere')
    expect(input().getAttribute('aria-describedby')).toMatch(/ hint$/)
  })

  test('parameters: render', async () => {
    await show({ render: (props) => <input {...props} title="Six digits" /> })
    await expect.element(field()).toHaveAttribute('title', 'Six digits')
    await field().click()
    await userEvent.keyboard('1x2')
    await expect.element(field()).toHaveValue('12')
  })

  test('behavior: a key causes at most one React render', async () => {
    const onRender = vi.fn()
    await render(
      <Profiler id="field" onRender={onRender}>
        <Parent />
      </Profiler>,
    )
    await field().click()
    onRender.mockClear()
    await userEvent.keyboard('123')
    await expect.element(field()).toHaveValue('123')
    expect(onRender.mock.calls.length).toBeLessThanOrEqual(3)
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

  test('behavior: an extra character at the end is ignored, and before a character it overwrites it', async () => {
    const { onComplete } = await show()
    await field().click()
    await userEvent.keyboard('1234567')
    await expect.element(field()).toHaveValue('123456')
    await userEvent.keyboard('{Home}{ArrowRight}9')
    await expect.element(field()).toHaveValue('193456')
    expect(input().selectionStart).toBe(2)
    expect(onComplete.mock.calls.map(([code]) => code)).toEqual(['123456', '193456'])
  })

  test('behavior: in a field that is not full a character is inserted', async () => {
    await show({ defaultValue: '124' })
    await field().click()
    await userEvent.keyboard('{End}{ArrowLeft}3')
    await expect.element(field()).toHaveValue('1234')
    expect(input().selectionStart).toBe(3)
  })

  test('behavior: Backspace, Delete, select all, copy, cut and undo work as in any input', async () => {
    await show({ defaultValue: '123456' })
    await field().click()
    await userEvent.keyboard('{End}{Backspace}{Home}{Delete}')
    await expect.element(field()).toHaveValue('2345')
    await userEvent.keyboard('{ControlOrMeta>}a{/ControlOrMeta}')
    await withClipboard(async () => {
      await userEvent.cut()
      await expect.element(field()).toHaveValue('')
      await userEvent.paste()
    })
    await expect.element(field()).toHaveValue('2345')
    await userEvent.keyboard('{ControlOrMeta>}z{/ControlOrMeta}')
    await expect.element(field()).toHaveValue('')
  })

  test('behavior: undo restores what a pasted code has replaced', async () => {
    await show()
    await field().click()
    await userEvent.keyboard('999')
    await paste('Your code is 123 456')
    await expect.element(field()).toHaveValue('123456')
    await userEvent.keyboard('{ControlOrMeta>}z{/ControlOrMeta}')
    await expect.element(field()).toHaveValue('999')
  })

  test('behavior: the field has one tab stop, even when it is full', async () => {
    await show({ defaultValue: '123456' })
    await render(<button type="button">After</button>)
    await userEvent.tab()
    expect(document.activeElement).toBe(input())
    await userEvent.tab()
    expect(document.activeElement?.textContent).toBe('After')
  })
})

describe('paste and fill', () => {
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
  ])('behavior: O-29 pasting %j gives 123456, wherever the caret is', async (text) => {
    const { onComplete } = await show({ defaultValue: '99999' })
    await field().click()
    await userEvent.keyboard('{Home}{ArrowRight}')
    await paste(text)
    await expect.element(field()).toHaveValue('123456')
    expect(onComplete).toHaveBeenCalledExactlyOnceWith('123456', 'filled')
  })

  test('behavior: pasting the same complete code again completes it again', async () => {
    const { onComplete } = await show({ defaultValue: '123456' })
    await field().click()
    await paste('123456')
    expect(onComplete).toHaveBeenCalledExactlyOnceWith('123456', 'filled')
  })

  // In Chrome 111, only the `beforeinput` event of a paste contains the text.
  test('behavior: a pasted code counts as filled in if the `input` event does not contain it', async () => {
    const { onComplete } = await show({ defaultValue: '999999' })
    input().addEventListener(
      'input',
      (event) => Object.defineProperty(event, 'data', { value: null }),
      { capture: true },
    )
    input().select()
    await paste('123456')
    expect(onComplete).toHaveBeenCalledExactlyOnceWith('123456', 'filled')
    await userEvent.keyboard('{Backspace}')
    await expect.element(field()).toHaveValue('12345')
  })

  test('behavior: part of a code is inserted at the caret', async () => {
    await show()
    await field().click()
    await userEvent.keyboard('12')
    await paste('34')
    await expect.element(field()).toHaveValue('1234')
  })

  test('behavior: a text without a code changes nothing, is not shown, and is announced', async () => {
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

  test.for(['input', 'change'])(
    'behavior: a password manager sets the value and fires %s',
    async (name) => {
      const { onComplete } = await show({ defaultValue: '12' })
      fillIn('123 456', name)
      await expect.element(field()).toHaveValue('123456')
      expect(onComplete).toHaveBeenCalledExactlyOnceWith('123456', 'filled')
    },
  )

  test('behavior: a password manager that sets other text causes an announcement, one that empties the field does not', async () => {
    await show()
    fillIn('hunter two')
    await expect.element(field()).toHaveValue('')
    await expect
      .element(page.getByRole('status'))
      .toHaveTextContent('No 6-digit code in the pasted text')
    fillIn('123')
    fillIn('')
    await expect.element(field()).toHaveValue('')
  })

  test('behavior: what was typed before hydration is kept, without a warning', async () => {
    const onComplete = vi.fn()
    const ui = (
      <StrictMode>
        <Parent onComplete={onComplete} />
      </StrictMode>
    )
    const container = document.createElement('div')
    container.innerHTML = renderToString(ui)
    document.body.append(container)
    input().value = '123 456'
    const root = hydrateRoot(container, ui)
    await vi.waitFor(() => expect(onComplete).toHaveBeenCalledExactlyOnceWith('123456', 'filled'))
    await expect.element(field()).toHaveValue('123456')
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

  test('behavior: with a controlled value, onComplete is called once', async () => {
    const onComplete = vi.fn()
    await render(
      <StrictMode>
        <Parent onComplete={onComplete} />
      </StrictMode>,
    )
    await field().click()
    await userEvent.keyboard('123456')
    expect(onComplete).toHaveBeenCalledExactlyOnceWith('123456', 'typed')
  })

  test('behavior: a parent that controls the value may refuse a change', async () => {
    await render(<Parent accept={(value) => !value.endsWith('9')} />)
    await field().click()
    await userEvent.keyboard('1299345')
    await expect.element(field()).toHaveValue('12345')
  })

  test('parameters: disabled and readOnly', async () => {
    const { update } = await show({ defaultValue: '12', readOnly: true })
    await field().click()
    await userEvent.keyboard('3')
    await paste('123456')
    await expect.element(field()).toHaveValue('12')
    await update({ readOnly: false, disabled: true })
    await expect.element(field()).toBeDisabled()
  })

  test('behavior: a refused code is selected, and typing replaces it and removes the mark', async () => {
    const { update } = await show({ defaultValue: '123456' })
    await field().click()
    await update({ error: 'That code is wrong.' })
    await expect.element(field()).toHaveAttribute('aria-invalid', 'true')
    await userEvent.keyboard('9')
    await expect.element(field()).toHaveValue('9')
    await expect.element(field()).not.toHaveAttribute('aria-invalid')
    await expect.element(page.getByText('That code is wrong.')).toBeVisible()
    await update({ error: undefined })
    await update({ error: 'That code is wrong.' })
    await expect.element(field()).toHaveAttribute('aria-invalid', 'true')
  })

  test('behavior: a second refusal with the same props marks and selects the code again', async () => {
    await render(<OtpInput error="That code is wrong." />)
    await field().click()
    await userEvent.keyboard('111111')
    await expect.element(field()).toHaveAttribute('aria-invalid', 'true')
    await userEvent.keyboard('2')
    await expect.element(field()).toHaveValue('2')
    await expect.element(field()).not.toHaveAttribute('aria-invalid', 'true')
    await userEvent.keyboard('22222')
    await expect.element(field()).toHaveAttribute('aria-invalid', 'true')
    await userEvent.keyboard('3')
    await expect.element(field()).toHaveValue('3')
  })

  test('behavior: a form submits a value that a password manager has set without an event', async () => {
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
    const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') ?? {}
    set?.call(input(), '123 456')
    input().form?.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }))
    expect(sent).toEqual(['123456'])
  })

  test('parameters: autoFocus', async () => {
    await show({ autoFocus: true })
    await expect.element(field()).toHaveFocus()
  })

  test('behavior: attributes for style sheets show filled cells, the caret and the selection', async () => {
    await show()
    expect(cells()).toBe('|_ _ _ _ _ _')
    await field().click()
    await userEvent.keyboard('12')
    await expect.poll(cells).toBe('x x |_ _ _ _')
    await userEvent.keyboard('{Home}')
    await expect.poll(cells).toBe('|x x _ _ _ _')
    await userEvent.keyboard('{Shift>}{End}{/Shift}')
    await expect.poll(cells).toBe('[x] [x] _ _ _ _')
  })
})

describe('form', () => {
  test('behavior: Enter submits the form with name and ASCII value, but not with an incomplete code', async () => {
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

  test('behavior: a disabled field, or one in a disabled fieldset, is not submitted', async () => {
    const { container } = await render(
      <form>
        <OtpInput name="one" label="One" disabled defaultValue="123456" />
        <fieldset disabled>
          <OtpInput name="two" label="Two" defaultValue="123456" />
        </fieldset>
        <OtpInput name="three" label="Three" readOnly defaultValue="123456" />
      </form>,
    )
    const form = container.querySelector('form') ?? undefined
    expect([...new FormData(form)]).toEqual([['three', '123456']])
  })

  test('behavior: resetting the form empties the field', async () => {
    const onChange = vi.fn()
    await render(
      <form>
        <OtpInput defaultValue="123" onChange={onChange} />
        <button type="reset">Reset</button>
      </form>,
    )
    await page.getByRole('button', { name: 'Reset' }).click()
    await expect.element(field()).toHaveValue('')
    await expect.poll(() => onChange.mock.lastCall).toEqual([''])
  })

  test('behavior: without script, the form submits the field', async () => {
    const frame = document.createElement('iframe')
    frame.setAttribute('sandbox', 'allow-forms allow-same-origin')
    frame.srcdoc = renderToString(
      <form action="/posted">
        <OtpInput name="code" label="Code without script" />
      </form>,
    )
    document.body.append(frame)
    await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
    frame.contentDocument?.querySelector('input')?.focus()
    await userEvent.keyboard('123456{Enter}')
    await expect.poll(() => frame.contentWindow?.location.search).toBe('?code=123456')
    frame.remove()
  })
})

describe('privacy', () => {
  test('security: no attribute of the document contains the code', async () => {
    const { screen } = await show({ defaultValue: '483920' })
    await field().click()
    await userEvent.keyboard('{End}{Backspace}1')
    await expect.element(field()).toHaveValue('483921')
    expect(screen.container.outerHTML).not.toContain('48392')
  })

  test('security: the code is removed on unmount, and when the page is restored from the back/forward cache', async () => {
    const { screen, onChange } = await show({ defaultValue: '123456' })
    const element = input()
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
    expect(element.value).toBe('')
    expect(onChange).toHaveBeenLastCalledWith('')
    await field().click()
    await userEvent.keyboard('123')
    await screen.unmount()
    await expect.poll(() => element.value).toBe('')
  })
})
