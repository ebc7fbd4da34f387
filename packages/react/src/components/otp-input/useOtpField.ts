import { normalizeOtp } from '@kit/core'
import { type RefObject, useEffect, useLayoutEffect, useReducer, useRef, useState } from 'react'
import { attachOtpField } from './attachOtpField.ts'
import type { OtpSelection, OtpShape } from './editOtp.ts'

/**
 * The state of one code field, kept by the parent or by itself.
 *
 * The value lives in the element's property alone. React's controlled inputs copy it into the `value`
 * attribute, where every script and recorder of the page's HTML would find the code.
 */
export function useOtpField(
  element: RefObject<HTMLInputElement | null>,
  parameters: useOtpField.Parameters,
): useOtpField.ReturnType {
  const { value: asked, defaultValue = '', isInvalid, ...shape } = parameters
  const [own, setOwn] = useState(defaultValue)
  const [, render] = useReducer((count: number) => count + 1, 0)
  const [selection, setSelection] = useState<OtpSelection>()
  const [isRejected, setRejected] = useState(false)
  const [isEdited, setEdited] = useState(false)
  const [invalidWas, setInvalidWas] = useState(isInvalid)
  const value = normalizeOtp(asked ?? own, shape)

  if (invalidWas !== isInvalid) {
    setInvalidWas(isInvalid)
    setEdited(false)
  }

  const field = useRef<attachOtpField.ReturnType>(undefined)
  const latest = useRef(parameters)
  const first = useRef({ value, isAdopted: false })

  // After each render, since a parent may refuse a change and leave its `value` as it was.
  useBrowserLayoutEffect(() => {
    latest.current = parameters
    field.current?.set(value)
  })

  useBrowserLayoutEffect(() => {
    const input = element.current
    if (!input) return
    const attached = attachOtpField(input, {
      readShape: () => latest.current,
      onCommit: (next, { isChanged, isWhole }) => {
        const { onChange, onComplete, codeLength } = latest.current
        setRejected(false)
        if (isChanged) {
          setOwn(next)
          setEdited(true)
          render()
          onChange?.(next)
        }
        if (next.length === codeLength && (isChanged || isWhole))
          onComplete?.(next, isWhole ? 'filled' : 'typed')
      },
      onReject: () => setRejected(true),
      onSelect: setSelection,
    })
    field.current = attached
    // Typed, or filled in by a manager, before the page was hydrated.
    if (input.value !== '' && !first.current.isAdopted) attached.adopt()
    else attached.set(first.current.value)
    first.current.isAdopted = true
    return () => {
      first.current.value = input.value
      attached.detach()
    }
  }, [element])

  useBrowserLayoutEffect(() => {
    if (isInvalid && element.current === document.activeElement) element.current?.select()
  }, [element, isInvalid])

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

/** React 18 warns of layout effects in server rendering. */
const useBrowserLayoutEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect
