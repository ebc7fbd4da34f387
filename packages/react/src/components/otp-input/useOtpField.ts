import { normalizeOtp } from '@kit/core'
import { type RefObject, useEffect, useLayoutEffect, useReducer, useRef, useState } from 'react'
import { editOtp, findEntered, type OtpEdit, type OtpSelection, type OtpShape } from './editOtp.ts'

/**
 * Keeps one native `<input>` to the characters of a code. The browser goes on doing the editing: what it
 * would do right is let through, the rest is replaced before it happens, so that undo still works.
 *
 * The value lives in the element's property alone. React's controlled inputs copy it into the `value`
 * attribute, where every script and recorder of the page's HTML would find the code.
 */
export function useOtpField(
  field: RefObject<HTMLInputElement | null>,
  parameters: useOtpField.Parameters,
): useOtpField.ReturnType {
  const { value: asked, defaultValue = '', isInvalid, ...shape } = parameters
  const [own, setOwn] = useState(defaultValue)
  const [, render] = useReducer((count: number) => count + 1, 0)
  const [selection, setSelection] = useState<OtpSelection>()
  const [isRejected, setRejected] = useState(false)
  const [invalidWas, setInvalidWas] = useState(isInvalid)
  const [isEdited, setEdited] = useState(false)
  const value = normalizeOtp(asked ?? own, shape)

  if (invalidWas !== isInvalid) {
    setInvalidWas(isInvalid)
    setEdited(false)
  }

  const committed = useRef(value)
  const latest = useRef(parameters)
  const isMounted = useRef(false)
  // While someone else writes in the element, its value is not to be touched.
  const writer = useRef<'composition' | 'replacement'>(undefined)

  const commit = (next: string, isWhole: boolean) => {
    const { onChange, onComplete, codeLength } = latest.current
    const isChanged = next !== committed.current
    committed.current = next
    setRejected(false)
    if (isChanged) {
      setOwn(next)
      setEdited(true)
      render()
      onChange?.(next)
    }
    if (next.length === codeLength && (isChanged || isWhole))
      onComplete?.(next, isWhole ? 'filled' : 'typed')
  }

  // Written after each render, since a parent may refuse a change and leave its `value` as it was.
  useBrowserLayoutEffect(() => {
    latest.current = parameters
    const input = field.current
    if (!input) return
    if (!isMounted.current && input.value !== '' && input.value !== value) return
    committed.current = value
    if (input.value !== value && !writer.current) input.value = value
  })

  useBrowserLayoutEffect(() => {
    if (isInvalid && field.current === document.activeElement) field.current?.select()
  }, [isInvalid])

  // biome-ignore lint/correctness/useExhaustiveDependencies: listeners are set once and read refs.
  useEffect(() => {
    const input = field.current
    if (!input) return
    if (isMounted.current) input.value = committed.current
    isMounted.current = true

    const readSelection = (): OtpSelection => ({
      value: input.value,
      start: input.selectionStart ?? input.value.length,
      end: input.selectionEnd ?? input.value.length,
    })

    const replace = (edit: OtpEdit) => {
      writer.current = 'replacement'
      input.setSelectionRange(edit.start, edit.end)
      // The one way to change a field that the browser's undo remembers.
      const isDone = document.execCommand('insertText', false, edit.text)
      if (!isDone) input.setRangeText(edit.text, edit.start, edit.end, 'end')
      writer.current = undefined
      commit(input.value, edit.isWhole)
    }

    const write = (text: string, caret: number) => {
      input.value = text
      if (document.activeElement === input) input.setSelectionRange(caret, caret)
    }

    /** What was not seen coming: the end of a composition, a manager, a value typed before hydration. */
    const adopt = (event?: Event) => {
      if (writer.current) return
      const { value: raw, end: caret } = readSelection()
      const before = committed.current
      if (raw === before) return
      const isFilled = !(event instanceof InputEvent || event instanceof CompositionEvent)
      const entered = isFilled
        ? { value: raw, start: 0, end: before.length }
        : findEntered(before, raw, caret)
      if (entered.value === '') return commit(normalizeOtp(raw, latest.current), false)
      const edit = editOtp({ ...entered, value: before }, entered.value, latest.current)
      if (!edit) {
        write(before, entered.end)
        return setRejected(isText(entered.value))
      }
      const next = before.slice(0, edit.start) + edit.text + before.slice(edit.end)
      if (next !== raw) write(next, edit.start + edit.text.length)
      commit(next, edit.isWhole)
    }

    const foresee = (event: InputEvent) => {
      const entered = event.data ?? event.dataTransfer?.getData('text/plain') ?? ''
      if (writer.current || event.isComposing || !event.cancelable || entered === '') return
      const now = readSelection()
      const edit = editOtp(now, entered, latest.current)
      const isNative =
        edit?.isWhole === false &&
        edit.text === entered &&
        edit.start === now.start &&
        edit.end === now.end
      if (isNative) return
      event.preventDefault()
      if (edit) replace(edit)
      else setRejected(isText(entered))
    }

    const startComposing = () => {
      writer.current = 'composition'
    }
    const endComposing = (event: Event) => {
      writer.current = undefined
      adopt(event)
    }
    const showSelection = () =>
      setSelection(document.activeElement === input ? readSelection() : undefined)
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

    const listeners = new AbortController()
    const { signal } = listeners
    input.addEventListener('beforeinput', foresee, { signal })
    input.addEventListener('input', adopt, { signal })
    input.addEventListener('change', adopt, { signal })
    input.addEventListener('compositionstart', startComposing, { signal })
    input.addEventListener('compositionend', endComposing, { signal })
    for (const name of ['focus', 'blur', 'input', 'select'])
      input.addEventListener(name, showSelection, { signal })
    document.addEventListener('selectionchange', showSelection, { signal })
    document.addEventListener('reset', clearOnReset, { signal })
    window.addEventListener('pageshow', clearOnReturn, { signal })
    adopt()
    showSelection()
    return () => {
      listeners.abort()
      input.value = ''
    }
  }, [])

  return { value, selection, isRejected, isInvalid: isInvalid && !isEdited }
}

export declare namespace useOtpField {
  type Parameters = OtpShape & {
    readonly value: string | undefined
    readonly defaultValue: string | undefined
    readonly isInvalid: boolean
    readonly onChange: ((value: string) => void) | undefined
    readonly onComplete: ((value: string, reason: OtpCompletion) => void) | undefined
  }
  type ReturnType = {
    readonly value: string
    /** What is selected while the field has the focus. */
    readonly selection: OtpSelection | undefined
    /** The last text that was entered held no code. */
    readonly isRejected: boolean
    /** Refused, and not edited since. */
    readonly isInvalid: boolean
  }
}

/** How a code became whole: character by character, or at once by paste, drop, autofill or dictation. */
export type OtpCompletion = 'typed' | 'filled'

/** A wrong key is no news; a text without a code is. */
function isText(entered: string): boolean {
  return entered.trim().length > 1
}

/** React 18 warns of layout effects in server rendering. */
const useBrowserLayoutEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect
