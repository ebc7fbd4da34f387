'use client'
import {
  type ComponentPropsWithoutRef,
  type ComponentPropsWithRef,
  type CSSProperties,
  forwardRef,
  type ReactElement,
  type ReactNode,
  useId,
  useRef,
  useState,
} from 'react'
import { attachOtpField, type OtpCompletion, type OtpField } from './attachOtpField.ts'

/**
 * Renders one `<input>` for a code that was sent to the user, drawn as a row of cells, with its label, hint and
 * error. It is one control for keyboards, screen readers, autofill and password managers, with the browser's
 * selection, undo and forms. The user can enter a code in any form and script: `123 456`, `١٢٣٤٥٦`, or the
 * pasted text of the whole email.
 *
 * Parts, for `classNames`: `label`, `box` (around the input), `input`, `cells`, `description`, `error`. Its
 * states are those of the input: `:focus`, `:valid` when the code is complete, `:disabled`, `:read-only`,
 * `[aria-invalid]`. No attribute contains the code, and it leaves the document with the field. A cell has
 * `data-filled`, `data-active` and `data-selected`, for style sheets.
 *
 * @example
 * <OtpInput name="code" onComplete={(code) => verify(code)} error={wrong && 'That code is wrong.'} />
 */
export const OtpInput = forwardRef<HTMLInputElement, OtpInputProps>(function OtpInput(props, ref) {
  const {
    length: codeLength = 6,
    alphabet: codeAlphabet = 'numeric',
    value,
    defaultValue,
    onChange,
    onComplete,
    label = 'Code',
    description,
    error,
    invalid = Boolean(error),
    notFound,
    className,
    classNames = {},
    style,
    render: renderControl = renderInput,
    id: givenId,
    'aria-describedby': describedBy,
    ...inputProps
  } = props
  const ownId = useId()
  const id = givenId ?? ownId
  const isNumeric = codeAlphabet === 'numeric'
  const [change, render] = useState({})
  // Typing hides the error. Completing the refused code again shows it again.
  const refusal = typeof error === 'string' ? error : Boolean(error)
  const [mark, setMark] = useState({ invalid, refusal, isEdited: false })
  if (mark.invalid !== invalid || mark.refusal !== refusal)
    setMark({ invalid, refusal, isEdited: false })
  const isMarked = invalid && !mark.isEdited
  const options: attachOtpField.Options = {
    codeAlphabet,
    codeLength,
    value,
    defaultValue,
    invalid: isMarked,
    notFound:
      notFound ?? `No ${codeLength}-${isNumeric ? 'digit' : 'character'} code in the pasted text`,
    change,
    onChange: (next) => {
      // Renders again, because a parent that controls the value may not accept the change.
      render({})
      setMark((former) => ({ ...former, isEdited: next.length < codeLength }))
      onChange?.(next)
    },
    onComplete,
  }
  const field = useRef<OtpField>({ options })

  return (
    <div
      className={joinTokens('kit-field kit-otp-input', className)}
      style={style}
      data-length={codeLength}
      data-invalid={isMarked || undefined}
      data-disabled={inputProps.disabled || undefined}
      data-readonly={inputProps.readOnly || undefined}
    >
      {label && (
        <label htmlFor={id} className={joinTokens('kit-label', classNames.label)}>
          {label}
        </label>
      )}
      <div
        ref={(box) => attachOtpField(box, field.current, options)}
        className={joinTokens('kit-otp-input-box', classNames.box)}
        translate="no"
      >
        {renderControl({
          type: 'text',
          inputMode: isNumeric ? 'numeric' : 'text',
          autoComplete: 'one-time-code',
          autoCapitalize: isNumeric ? 'off' : 'characters',
          autoCorrect: 'off',
          spellCheck: false,
          enterKeyHint: 'done',
          required: true,
          pattern: `[0-9${isNumeric ? '' : 'A-Za-z'}]{${codeLength}}`,
          dir: 'ltr',
          ...inputProps,
          ref,
          id,
          className: joinTokens('kit-otp-input-control', classNames.input),
          'aria-invalid': isMarked || undefined,
          'aria-describedby': joinTokens(`${id}-messages`, describedBy),
        })}
        <div className={joinTokens('kit-otp-input-cells', classNames.cells)} aria-hidden="true">
          {Array.from({ length: codeLength }, (_, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell is identified by its position.
            <span key={at} />
          ))}
        </div>
      </div>
      <div id={`${id}-messages`}>
        <p className={joinTokens('kit-field-description', classNames.description)}>{description}</p>
        <p className={joinTokens('kit-field-error', classNames.error)}>{error}</p>
        {/*
         * The field writes its announcements here. Rendered from the start, because screen readers miss a live
         * region that appears together with its text.
         */}
        <p className={joinTokens('kit-field-error', classNames.error)} role="status" />
      </div>
    </div>
  )
})

/**
 * Props of {@link OtpInput}. All other props go to the `<input>`; `className` and `style` go to the outermost
 * element.
 */
export interface OtpInputProps
  extends Omit<
    ComponentPropsWithoutRef<'input'>,
    'value' | 'defaultValue' | 'onChange' | 'children' | 'type' | 'size' | 'maxLength' | 'minLength'
  > {
  /**
   * The number of characters in a complete code, 4 to 12.
   * @default 6
   */
  length?: number | undefined
  /**
   * Only digits, or digits and letters, compared case-insensitively.
   * @default 'numeric'
   */
  alphabet?: 'numeric' | 'alphanumeric' | undefined
  /** The characters entered so far, if the parent controls the value. */
  value?: string | undefined
  /** The initial characters, if the parent does not control the value. */
  defaultValue?: string | undefined
  /** Called with the characters entered so far: ASCII digits, capital letters, no separators. */
  onChange?: ((value: string) => void) | undefined
  /** Called once for each complete code, with the way in which it was entered. */
  onComplete?: ((value: string, reason: OtpCompletion) => void) | undefined
  /**
   * The visible name of the field. `null` renders none: label it yourself through `id`.
   * @default 'Code'
   */
  label?: ReactNode
  /** A hint below the field, such as where the code was sent. */
  description?: ReactNode
  /** What is wrong with the code, and what to do. Shown until you remove it. */
  error?: ReactNode
  /**
   * Marks the code as refused. If the field has the focus, the code is selected. Typing removes the mark.
   * @default whether there is an `error`
   */
  invalid?: boolean | undefined
  /**
   * Announced when a pasted, dropped or filled-in text contains no code.
   * @default 'No 6-digit code in the pasted text'
   */
  notFound?: string | undefined
  /** The class of the outermost element, which contains label, field and messages. */
  className?: string | undefined
  /** The style of the outermost element. */
  style?: CSSProperties | undefined
  /** Class names of the parts, in addition to the Kit's. */
  classNames?: Partial<Record<OtpInputPart, string>> | undefined
  /** Renders a replacement for the `<input>`. Spread the given props, including `ref`, on it. */
  render?: ((props: ComponentPropsWithRef<'input'>) => ReactElement) | undefined
}

/** The parts of {@link OtpInput} that take a class name. */
export type OtpInputPart = 'label' | 'box' | 'input' | 'cells' | 'description' | 'error'

function renderInput(props: ComponentPropsWithRef<'input'>): ReactElement {
  return <input {...props} />
}

function joinTokens(own: string, added = ''): string {
  return `${own} ${added}`.trim()
}
