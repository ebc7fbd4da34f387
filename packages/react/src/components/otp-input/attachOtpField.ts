import { normalizeOtp } from '@kit/core/normalize-otp'

/**
 * Keeps the one native `<input>` in `box` to the characters of a code. The browser goes on doing the editing:
 * what it would do right is let through, the rest is replaced before it happens, so that undo still works.
 * What comes without asking (a manager, the end of a composition) is mended afterwards.
 *
 * The value lives in the input's property alone. React's controlled inputs copy it into the `value`
 * attribute, where every script and recorder of the page's HTML would find the code. For the cells, the
 * box has three custom properties: how many characters there are, and from where to where they are selected.
 *
 * Made to be a ref callback that is called again with each render: each call ends the one before.
 */
export function attachOtpField(
  box: HTMLElement | null,
  field: OtpField,
  options: attachOtpField.Options,
): void {
  const { codeLength, value, defaultValue = '', invalid, notFound, onChange, onComplete } = options
  const input = box?.querySelector('input')
  field.detach?.()
  if (!box || !input) return
  const listening = new AbortController()

  const say = (text: string) => {
    const status = box.nextElementSibling?.lastElementChild
    if (status) status.textContent = text
  }

  // A whole code replaces everything. Less goes in at the caret; in a full field it overwrites what follows.
  const foresee = (event: Event & Partial<InputEvent>) => {
    const { data, cancelable, isComposing } = event
    if (!data || !cancelable || isComposing) return
    const { selectionStart, selectionEnd } = input
    const code = normalizeOtp(data, options)
    const isWhole = code.length === codeLength
    const start = isWhole ? 0 : (selectionStart ?? 0)
    const entered = code.slice(0, codeLength - start)
    const end = Math.max(
      selectionEnd ?? 0,
      input.value.length + start + entered.length - codeLength,
    )
    // The same code again is news, too.
    if (isWhole) field.value = ''
    if (entered === data && start === selectionStart && end === selectionEnd) return
    event.preventDefault()
    if (entered) {
      input.setSelectionRange(start, end)
      // The one way to change a field that the browser's undo remembers.
      document.execCommand('insertText', false, entered)
      // A wrong key is no news; a text without a code is.
    } else if (data[1]) say(notFound)
  }

  const settle = (event: Partial<CompositionEvent & InputEvent> = {}) => {
    const { value: raw } = input
    const { value: old = '' } = field
    if (raw !== old && !event.isComposing) {
      const entered = normalizeOtp(event.data ?? '', options)
      const isWhole = entered.length === codeLength
      const code = isWhole ? entered : normalizeOtp(raw, options)
      const isRefused = !code && raw.trim()
      field.value = isRefused ? old : code
      if (field.value !== raw) input.value = field.value
      say(isRefused ? notFound : '')
      if (!isRefused) {
        // Typing takes the mark away. React sets it again with the next refusal.
        input.removeAttribute('aria-invalid')
        onChange(code)
        // Who writes the value by script writes all of it; keys tell that they are keys.
        if (code.length === codeLength)
          onComplete?.(code, event.inputType && !isWhole ? 'typed' : 'filled')
      }
    }
    draw()
  }

  const draw = () => {
    const { value, selectionStart, selectionEnd } = input
    box.style.cssText = `--kit-otp-filled:${value.length};--kit-otp-from:${selectionStart};--kit-otp-to:${selectionEnd}`
  }

  const on = (target: EventTarget, name: string, listen: (event: Event) => void) =>
    target.addEventListener(name, listen, listening)
  on(input, 'beforeinput', foresee)
  on(input, 'compositionend', settle)
  on(input, 'input', settle)
  on(input, 'change', settle)
  on(document, 'selectionchange', draw)
  // The browser empties it right after the event.
  on(document, 'reset', () => setTimeout(settle))
  on(window, 'pageshow', (event: Event & Partial<PageTransitionEvent>) => {
    if (event.persisted) input.value = ''
    settle()
  })
  field.detach = () => {
    listening.abort()
    // Not in StrictMode, nor in a hidden part of the page, whose elements stay.
    queueMicrotask(() => {
      if (!input.isConnected) input.value = ''
    })
  }

  const shown = normalizeOtp(value ?? field.value ?? defaultValue, options)
  // What was typed, or filled in by a manager, before the page was hydrated goes first.
  if (field.value === undefined && input.value) settle()
  else if (shown !== field.value) input.value = field.value = shown
  // A whole code was refused: the next one replaces it. Half a code goes on.
  if (invalid && !field.invalid && input.value.length === codeLength) input.select()
  field.invalid = invalid
  draw()
}

/** What outlives one render. */
export interface OtpField {
  /** What the field holds as far as its owner knows. */
  value?: string
  invalid?: boolean
  detach?: () => void
}

export declare namespace attachOtpField {
  type Options = normalizeOtp.Shape & {
    /** What the owner wants it to hold; `undefined` where the input keeps it. */
    readonly value: string | undefined
    readonly defaultValue: string | undefined
    /** Selects the code when it becomes so. */
    readonly invalid: boolean
    /** Said when a text was entered that holds no code. */
    readonly notFound: string
    /** Another one after each change: a compiler that keeps callbacks makes a new one then, too. */
    readonly change: object
    readonly onChange: (value: string) => void
    readonly onComplete: ((value: string, reason: OtpCompletion) => void) | undefined
  }
}

/** How a code became whole: character by character, or at once by paste, drop, autofill or dictation. */
export type OtpCompletion = 'typed' | 'filled'
