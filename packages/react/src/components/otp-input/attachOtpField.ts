import { normalizeOtp } from '@kit/core'
import { editOtp, findEntered, type OtpEdit, type OtpSelection, type OtpShape } from './editOtp.ts'

/**
 * Keeps one native `<input>` to the characters of a code until it is detached. The browser goes on doing the
 * editing: what it would do right is let through, the rest is replaced before it happens, so that undo
 * still works. What comes without asking (a manager, the end of a composition) is mended afterwards.
 */
export function attachOtpField(
  input: HTMLInputElement,
  { readShape, onCommit, onReject, onSelect }: attachOtpField.Options,
): attachOtpField.ReturnType {
  let value = input.value
  let writer: 'composition' | 'replacement' | undefined

  const commit = (next: string, isWhole: boolean) => {
    const isChanged = next !== value
    value = next
    onCommit(next, { isChanged, isWhole })
  }

  const replace = (edit: OtpEdit) => {
    writer = 'replacement'
    input.setSelectionRange(edit.start, edit.end)
    // The one way to change a field that the browser's undo remembers.
    const isDone = document.execCommand('insertText', false, edit.text)
    if (!isDone) input.setRangeText(edit.text, edit.start, edit.end, 'end')
    writer = undefined
    commit(input.value, edit.isWhole)
  }

  const write = (text: string, caret: number) => {
    input.value = text
    if (document.activeElement === input) input.setSelectionRange(caret, caret)
  }

  const foresee = (event: InputEvent) => {
    const entered = event.data ?? event.dataTransfer?.getData('text/plain') ?? ''
    if (writer || event.isComposing || !event.cancelable || entered === '') return
    const now = readSelection(input)
    const edit = editOtp(now, entered, readShape())
    if (edit && isWhatHappensAnyway(edit, now, entered)) return
    event.preventDefault()
    if (edit) replace(edit)
    else if (isText(entered)) onReject()
  }

  const mend = (event?: Event) => {
    const { value: raw, end: caret } = readSelection(input)
    if (writer || raw === value) return
    const isAtOnce = !(event instanceof InputEvent || event instanceof CompositionEvent)
    const entered = isAtOnce
      ? { value: raw, start: 0, end: value.length }
      : findEntered(value, raw, caret)
    if (entered.value === '') return commit(normalizeOtp(raw, readShape()), false)
    const edit = editOtp({ ...entered, value }, entered.value, readShape())
    if (!edit) {
      write(value, entered.end)
      if (isText(entered.value)) onReject()
      return
    }
    const next = value.slice(0, edit.start) + edit.text + value.slice(edit.end)
    if (next !== raw) write(next, edit.start + edit.text.length)
    commit(next, edit.isWhole)
  }

  const startComposing = () => {
    writer = 'composition'
  }
  const endComposing = (event: Event) => {
    writer = undefined
    mend(event)
  }
  const tellSelection = () =>
    onSelect(document.activeElement === input ? readSelection(input) : undefined)
  const clear = () => {
    input.value = ''
    commit('', false)
  }
  const clearOnReset = (event: Event) => {
    if (event.target === input.form && !event.defaultPrevented) clear()
  }
  const clearOnReturn = (event: PageTransitionEvent) => {
    if (event.persisted) clear()
  }

  const listening = new AbortController()
  const { signal } = listening
  input.addEventListener('beforeinput', foresee, { signal })
  for (const name of ['input', 'change']) input.addEventListener(name, mend, { signal })
  input.addEventListener('compositionstart', startComposing, { signal })
  input.addEventListener('compositionend', endComposing, { signal })
  for (const name of ['focus', 'blur', 'input', 'select'])
    input.addEventListener(name, tellSelection, { signal })
  document.addEventListener('selectionchange', tellSelection, { signal })
  document.addEventListener('reset', clearOnReset, { signal })
  window.addEventListener('pageshow', clearOnReturn, { signal })
  tellSelection()

  return {
    set: (next) => {
      if (writer) return
      value = next
      if (input.value !== next) input.value = next
    },
    adopt: () => {
      value = ''
      mend()
    },
    detach: () => {
      listening.abort()
      input.value = ''
    },
  }
}

export declare namespace attachOtpField {
  type Options = {
    readonly readShape: () => OtpShape
    /** `isWhole`: it came at once. Also called for a whole code that changes nothing. */
    readonly onCommit: (
      value: string,
      details: { readonly isChanged: boolean; readonly isWhole: boolean },
    ) => void
    /** A text was entered that holds no code. */
    readonly onReject: () => void
    /** What is selected; `undefined` without the focus. */
    readonly onSelect: (selection: OtpSelection | undefined) => void
  }
  type ReturnType = {
    /** Shows a value, unless the browser is writing just now. */
    readonly set: (value: string) => void
    /** Takes over what is in the element already. */
    readonly adopt: () => void
    /** Stops listening and takes the code out of the element. */
    readonly detach: () => void
  }
}

function readSelection(input: HTMLInputElement): OtpSelection {
  const { value } = input
  return {
    value,
    start: input.selectionStart ?? value.length,
    end: input.selectionEnd ?? value.length,
  }
}

function isWhatHappensAnyway(
  edit: OtpEdit,
  { start, end }: OtpSelection,
  entered: string,
): boolean {
  return !edit.isWhole && edit.text === entered && edit.start === start && edit.end === end
}

/** A wrong key is no news; a text without a code is. */
function isText(entered: string): boolean {
  return entered.trim().length > 1
}
