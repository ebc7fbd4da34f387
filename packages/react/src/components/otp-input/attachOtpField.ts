import type { normalizeOtp } from '@kit/core'
import { findOtp } from '@kit/core/internal/otp/findOtp'
import { readOtp } from '@kit/core/internal/otp/readOtp'

/**
 * Restricts the native `<input>` in `box` to the characters of a code. The browser inserts valid input itself.
 * Other input is replaced in the `beforeinput` event, before the browser inserts it, so that undo still works.
 * Input without this event (from a password manager, or at the end of a composition) is corrected afterwards.
 *
 * The code is only in the input's `value` property. React's controlled inputs also copy it to the `value`
 * attribute, where scripts that record the page's HTML would find it. Attributes of the cells show how many
 * characters there are and which are selected.
 *
 * A ref callback that runs at each render, first with `null`. Its listeners stay as long as the `<input>` is
 * the same element.
 */
export function attachOtpField(
  box: HTMLElement | null,
  field: OtpField,
  options: attachOtpField.Options,
): void {
  const input = box?.querySelector('input')
  field.options = options
  field.isMounted = Boolean(input)
  if (box && input) {
    if (field.input !== input) listen(box, input, field)
    field.update?.()
  } else {
    // Waits, because the same render may call this again with the box.
    queueMicrotask(() => {
      if (!field.isMounted) field.detach?.()
    })
  }
}

function listen(box: HTMLElement, input: HTMLInputElement, field: OtpField): void {
  field.detach?.()
  const listening = new AbortController()

  const announce = (text: string) => {
    const status = box.nextElementSibling?.lastElementChild
    if (status) status.textContent = text
  }

  // A complete code replaces the whole value. A shorter text is inserted at the caret. If the field is full, it
  // overwrites the characters after the caret.
  const handleBeforeInput = (event: Event & Partial<InputEvent>) => {
    const { data, cancelable, isComposing } = event
    const { codeLength, invalid, notFound } = field.options
    field.arriving = undefined
    if (!data || !cancelable || isComposing) return
    const { selectionStart, selectionEnd } = input
    const { code, isCertain } = read(data)
    // A typed character replaces a refused code, as if the code were selected.
    const isOver = invalid && !isFilled(data) && input.value.length === codeLength
    if (isOver && selectionStart === codeLength) input.select()
    const isWhole = code.length === codeLength
    const start = isWhole ? 0 : (selectionStart ?? 0)
    const entered = code.slice(0, codeLength - start)
    const end = Math.max(
      selectionEnd ?? 0,
      input.value.length + start + entered.length - codeLength,
    )
    // Empties the value first, so that entering the same code again is reported as a change.
    if (isWhole) field.value = ''
    if (entered === data && start === selectionStart && end === selectionEnd) {
      field.arriving = data
      return
    }
    event.preventDefault()
    if (entered) {
      input.setSelectionRange(start, end)
      // Kept until the `input` event, which may come later: Chrome queues it for text that a keyboard app
      // inserts.
      field.guess = isWhole && !isCertain ? entered : undefined
      // `execCommand` is deprecated, but it is the only way to change a field that the browser can undo.
      document.execCommand('insertText', false, entered)
      // Announces a text without a code, but not a single wrong character.
    } else if (data[1]) announce(notFound)
  }

  const settle = (event: Partial<CompositionEvent & InputEvent> = {}) => {
    const { value: raw } = input
    const { value: old = '', options } = field
    const { codeLength, notFound, onChange, onComplete } = options
    // Android keyboards use composition for Latin words, and end it only when the field loses the focus. So
    // their letters count as typed.
    const isTypedInWord =
      event.isComposing && raw.length >= codeLength && /^[0-9A-Za-z]+$/.test(raw)
    if (raw !== old && (!event.isComposing || isTypedInWord)) {
      // Chrome 111 has the pasted text only in `beforeinput`.
      const data = event.data ?? field.arriving
      const entered = data ? read(data) : none
      const isWhole = entered.code.length === codeLength
      // An event without an input type and data comes from a script or a password manager, which sets the whole
      // value.
      const isTyped = Boolean(event.inputType ?? data) && !isWhole
      const found = isWhole
        ? entered
        : isTyped
          ? { code: readOtp(raw, options), isCertain: true }
          : read(raw)
      const { code } = found
      const isCertain = found.isCertain && field.guess !== code
      field.guess = field.arriving = undefined
      const isRefused = !code && raw.trim()
      // The end of a composition repeats the code that was already reported during the composition.
      const isReported = code === field.composed
      field.composed = isTypedInWord ? code : undefined
      field.value = isRefused ? old : code
      if (field.value !== raw && !isTypedInWord) input.value = field.value
      announce(isRefused ? notFound : '')
      if (!isRefused) {
        onChange(code)
        if (code.length === codeLength && !isReported)
          onComplete?.(code, isTyped ? 'typed' : isCertain ? 'filled' : 'guessed')
      }
    }
    draw()
  }

  const draw = () => {
    const { value, selectionStart, selectionEnd } = input
    const from = selectionStart ?? 0
    const to = selectionEnd ?? 0
    box.dataset['caret'] = from < value.length ? 'inside' : 'end'
    const caret = from === to && Math.min(from, field.options.codeLength - 1)
    box.querySelectorAll('[aria-hidden] > span').forEach((cell, at) => {
      cell.toggleAttribute('data-filled', at < value.length)
      cell.toggleAttribute('data-active', at === caret)
      cell.toggleAttribute('data-selected', at >= from && at < to)
    })
  }

  /** Searches a longer text for the code. Single characters are used directly. */
  const read = (data: string) =>
    isFilled(data)
      ? findOtp(data, field.options)
      : { code: readOtp(data, field.options), isCertain: true }

  const on = (target: EventTarget, name: string, listen: (event: Event) => void) =>
    target.addEventListener(name, listen, listening)
  on(input, 'beforeinput', handleBeforeInput)
  on(input, 'compositionend', settle)
  on(input, 'input', settle)
  on(input, 'change', settle)
  on(document, 'selectionchange', draw)
  // Listens on the input, because the document receives no event from a shadow tree.
  on(input, 'selectionchange', draw)
  // Password managers may set the value without an event. This handler runs before the form's handlers read the
  // value.
  const root = input.getRootNode()
  root.addEventListener('submit', () => settle(), { ...listening, capture: true })
  // The browser resets the value after the event. The event does not leave a shadow tree, so this listens on
  // its root.
  on(root, 'reset', () => setTimeout(settle))
  on(window, 'pageshow', (event: Event & Partial<PageTransitionEvent>) => {
    if (event.persisted) input.value = ''
    settle()
  })
  field.detach = () => {
    listening.abort()
    field.input = undefined
    // Empties the input only if it was removed. In StrictMode, and in a hidden part of the page, the element
    // stays.
    if (!input.isConnected) input.value = ''
  }

  field.input = input
  field.update = () => {
    const { codeLength, value, defaultValue = '', invalid } = field.options
    const shown = readOtp(value ?? field.value ?? defaultValue, field.options)
    // What was typed, or filled in by a password manager, before the page was hydrated has priority.
    if (field.value === undefined && input.value) settle()
    else if (shown !== field.value) input.value = field.value = shown
    // Selects a complete code that was refused, so that the next input replaces it.
    if (invalid && !field.invalid && input.value.length === codeLength) input.select()
    field.invalid = invalid
    draw()
  }
}

/** The state that is kept between renders. */
export interface OtpField {
  options: attachOtpField.Options
  /** The input that has the listeners. */
  input?: HTMLInputElement | undefined
  isMounted?: boolean
  /** The value that was last reported to the parent, or set by it. */
  value?: string
  invalid?: boolean
  /** The code that is being inserted, if it was found in a text that also contains other numbers. */
  guess?: string | undefined
  /** The code that was reported during a composition that has not ended. */
  composed?: string | undefined
  /** The text that the browser is about to insert. */
  arriving?: string | undefined
  /** Applies the latest options to the input. */
  update?: () => void
  /** Removes the listeners. */
  detach?: () => void
}

export declare namespace attachOtpField {
  type Options = normalizeOtp.Shape & {
    /** The value that the parent sets; `undefined` if the parent does not control it. */
    readonly value: string | undefined
    readonly defaultValue: string | undefined
    /** Selects the code when it is marked invalid. */
    readonly invalid: boolean
    /** Announced when a text without a code was entered. */
    readonly notFound: string
    /** A new object after each change, so that React Compiler, which memoizes the callback, creates a new one. */
    readonly change: object
    readonly onChange: (value: string) => void
    readonly onComplete: ((value: string, reason: OtpCompletion) => void) | undefined
  }
}

/**
 * How a code was completed: `typed` character by character, `filled` in one step by paste, drop, autofill or
 * dictation, or `guessed` from a text that contains other numbers as well, so that the user should confirm it.
 */
export type OtpCompletion = 'typed' | 'filled' | 'guessed'

const isFilled = (data: string) => data.length > 1

const none = { code: '', isCertain: false }
