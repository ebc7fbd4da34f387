import type { normalizeOtp } from '@kit/core'
import { findOtp } from '@kit/core/internal/otp/findOtp'
import { readOtp } from '@kit/core/internal/otp/readOtp'

/**
 * Restricts the native `<input>` in `box` to the characters of a code. The browser still does the editing:
 * what it would do correctly is allowed, the rest is replaced before it happens, so that undo still works.
 * Input without a preceding event (from a password manager, or at the end of a composition) is corrected
 * afterwards.
 *
 * The value is only in the input's property. React's controlled inputs copy it into the `value` attribute,
 * where every script and recorder of the page's HTML would find the code. Attributes of the cells say how many
 * characters there are and which are selected.
 *
 * Written as a ref callback that is called at each render, first without a box. It listens as long as the
 * `<input>` is the same.
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
    // Not at once, because the next call of the same render may bring the box.
    queueMicrotask(() => {
      if (!field.isMounted) field.detach?.()
    })
  }
}

function listen(box: HTMLElement, input: HTMLInputElement, field: OtpField): void {
  field.detach?.()
  const listening = new AbortController()

  const say = (text: string) => {
    const status = box.nextElementSibling?.lastElementChild
    if (status) status.textContent = text
  }

  // A complete code replaces everything. A shorter text is inserted at the caret, and in a full field it
  // overwrites what follows.
  const foresee = (event: Event & Partial<InputEvent>) => {
    const { data, cancelable, isComposing } = event
    const { codeLength, invalid, notFound } = field.options
    field.arriving = undefined
    if (!data || !cancelable || isComposing) return
    const { selectionStart, selectionEnd } = input
    const { code, isCertain } = read(data)
    // The next key replaces a refused code, as if it were selected.
    const isOver = invalid && !isFilled(data) && input.value.length === codeLength
    if (isOver && selectionStart === codeLength) input.select()
    const isWhole = code.length === codeLength
    const start = isWhole ? 0 : (selectionStart ?? 0)
    const entered = code.slice(0, codeLength - start)
    const end = Math.max(
      selectionEnd ?? 0,
      input.value.length + start + entered.length - codeLength,
    )
    // Entering the same code again is also reported.
    if (isWhole) field.value = ''
    if (entered === data && start === selectionStart && end === selectionEnd) {
      field.arriving = data
      return
    }
    event.preventDefault()
    if (entered) {
      input.setSelectionRange(start, end)
      // Kept until the event, which may come later: for what a keyboard inserts, Chrome queues it.
      field.guess = isWhole && !isCertain ? entered : undefined
      // The only way to change a field that the browser's undo remembers.
      document.execCommand('insertText', false, entered)
      // A wrong key is not announced, but a text without a code is.
    } else if (data[1]) say(notFound)
  }

  const settle = (event: Partial<CompositionEvent & InputEvent> = {}) => {
    const { value: raw } = input
    const { value: old = '', options } = field
    const { codeLength, notFound, onChange, onComplete } = options
    // Android keyboards compose Latin words, and end the composition only when the field loses focus. Their
    // letters therefore count as typed.
    const isTypedInWord =
      event.isComposing && raw.length >= codeLength && /^[0-9A-Za-z]+$/.test(raw)
    if (raw !== old && (!event.isComposing || isTypedInWord)) {
      // Chrome 111 says only beforehand what is pasted.
      const data = event.data ?? field.arriving
      const entered = data ? read(data) : none
      const isWhole = entered.code.length === codeLength
      // A script writes the whole value. Keys identify themselves as keys.
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
      // What was reported during a composition is there again when it ends.
      const isReported = code === field.composed
      field.composed = isTypedInWord ? code : undefined
      field.value = isRefused ? old : code
      if (field.value !== raw && !isTypedInWord) input.value = field.value
      say(isRefused ? notFound : '')
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

  /** A text that arrives at once is searched. Single characters are used as they are. */
  const read = (data: string) =>
    isFilled(data)
      ? findOtp(data, field.options)
      : { code: readOtp(data, field.options), isCertain: true }

  const on = (target: EventTarget, name: string, listen: (event: Event) => void) =>
    target.addEventListener(name, listen, listening)
  on(input, 'beforeinput', foresee)
  on(input, 'compositionend', settle)
  on(input, 'input', settle)
  on(input, 'change', settle)
  on(document, 'selectionchange', draw)
  // In a shadow tree the document receives no event.
  on(input, 'selectionchange', draw)
  // Password managers may write the value without an event. This runs before the form's handlers read it.
  const root = input.getRootNode()
  root.addEventListener('submit', () => settle(), { ...listening, capture: true })
  // The browser empties it right after the event, which does not leave a shadow tree.
  on(root, 'reset', () => setTimeout(settle))
  on(window, 'pageshow', (event: Event & Partial<PageTransitionEvent>) => {
    if (event.persisted) input.value = ''
    settle()
  })
  field.detach = () => {
    listening.abort()
    field.input = undefined
    // Not in StrictMode, or in a hidden part of the page, whose elements stay.
    if (!input.isConnected) input.value = ''
  }

  field.input = input
  field.update = () => {
    const { codeLength, value, defaultValue = '', invalid } = field.options
    const shown = readOtp(value ?? field.value ?? defaultValue, field.options)
    // What was typed, or filled in by a password manager, before the page was hydrated has priority.
    if (field.value === undefined && input.value) settle()
    else if (shown !== field.value) input.value = field.value = shown
    // A complete code was refused, so the next one replaces it. An incomplete code continues.
    if (invalid && !field.invalid && input.value.length === codeLength) input.select()
    field.invalid = invalid
    draw()
  }
}

/** What survives a render. */
export interface OtpField {
  options: attachOtpField.Options
  /** The input that is listened to. */
  input?: HTMLInputElement | undefined
  isMounted?: boolean
  /** The value as the owner knows it. */
  value?: string
  invalid?: boolean
  /** The code that is being inserted, if the text around it contains other numbers. */
  guess?: string | undefined
  /** The code during a composition that has not ended. */
  composed?: string | undefined
  /** The text that the browser is about to insert. */
  arriving?: string | undefined
  /** Shows what the latest options ask for. */
  update?: () => void
  /** Ends the listening. */
  detach?: () => void
}

export declare namespace attachOtpField {
  type Options = normalizeOtp.Shape & {
    /** The value that the owner wants; `undefined` if the input keeps it. */
    readonly value: string | undefined
    readonly defaultValue: string | undefined
    /** Selects the code when it is marked invalid. */
    readonly invalid: boolean
    /** Announced when a text without a code was entered. */
    readonly notFound: string
    /** A new object after each change, so that a compiler that memoizes callbacks also creates a new one. */
    readonly change: object
    readonly onChange: (value: string) => void
    readonly onComplete: ((value: string, reason: OtpCompletion) => void) | undefined
  }
}

/**
 * How a code became complete: `typed` character by character, `filled` at once by paste, drop, autofill or
 * dictation, or `guessed` from a text that may mean something else, so that a person has to confirm it.
 */
export type OtpCompletion = 'typed' | 'filled' | 'guessed'

const isFilled = (data: string) => data.length > 1

const none = { code: '', isCertain: false }
