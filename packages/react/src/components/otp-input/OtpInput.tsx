'use client'
import {
  type ComponentPropsWithoutRef,
  type ComponentPropsWithRef,
  type CSSProperties,
  forwardRef,
  type ReactElement,
  type ReactNode,
  useId,
  useImperativeHandle,
  useRef,
} from 'react'
import type { OtpSelection } from './editOtp.ts'
import { type OtpInputText, otpInputText } from './OtpInput.text.ts'
import { type OtpCompletion, useOtpField } from './useOtpField.ts'

/**
 * Renders one `<input>` for a code that was sent to the user, drawn as a row of cells, with its label, hint
 * and error. One control for keyboards, screen readers, autofill and password managers; the browser's own
 * selection, undo and forms. Any way of entering the code works, in any script: `123 456`, `١٢٣٤٥٦`, the
 * whole mail.
 *
 * Parts, for `classNames`: `label`, `box` (around input and cells), `input`, `cells`, `cell`, `description`,
 * `error`. State is in the `data-*` attributes of {@link otpInputDataAttributes}. The code itself is in no
 * attribute; it leaves the document when the field is unmounted.
 *
 * @example
 * <OtpInput name="code" onComplete={(code) => verify(code)} error={wrong && 'That code is wrong.'} />
 */
export const OtpInput = forwardRef<HTMLInputElement, OtpInputProps>(function OtpInput(props, ref) {
  const {
    length: codeLength = 6,
    alphabet: codeAlphabet = 'numeric',
    value: asked,
    defaultValue,
    onChange,
    onComplete,
    label,
    description,
    error,
    invalid = hasContent(error),
    text = otpInputText,
    className,
    classNames = {},
    style,
    render = renderInput,
    id: givenId,
    'aria-describedby': describedBy,
    ...inputProps
  } = props
  const ownId = useId()
  const id = givenId ?? ownId
  const input = useRef<HTMLInputElement>(null)
  useImperativeHandle<HTMLInputElement | null, HTMLInputElement | null>(ref, () => input.current)
  const shape = { codeAlphabet, codeLength }
  const field = useOtpField(input, {
    ...shape,
    value: asked,
    defaultValue,
    isInvalid: invalid,
    onChange,
    onComplete,
  })
  const state: OtpInputState = {
    filled: field.value.length,
    complete: field.value.length === codeLength,
    focused: field.selection !== undefined,
    invalid: field.isInvalid,
    disabled: inputProps.disabled === true,
    readOnly: inputProps.readOnly === true,
  }
  const parts = { description: `${id}-description`, error: `${id}-error`, status: `${id}-status` }
  const messages = [
    describedBy,
    hasContent(description) && parts.description,
    hasContent(error) && parts.error,
    field.isRejected && parts.status,
  ].filter(Boolean)

  return (
    <div
      className={join('kit-field kit-otp-input', className)}
      style={style}
      data-length={codeLength}
      data-complete={flag(state.complete)}
      data-focused={flag(state.focused)}
      data-invalid={flag(state.invalid)}
      data-disabled={flag(state.disabled)}
      data-readonly={flag(state.readOnly)}
    >
      {label !== null && (
        <label htmlFor={id} className={join('kit-label', classNames.label)}>
          {label ?? text.label}
        </label>
      )}
      <div className={join('kit-otp-input-box', classNames.box)} translate="no" dir="ltr">
        {render(
          {
            type: 'text',
            inputMode: codeAlphabet === 'numeric' ? 'numeric' : 'text',
            autoComplete: 'one-time-code',
            autoCapitalize: codeAlphabet === 'numeric' ? 'off' : 'characters',
            autoCorrect: 'off',
            spellCheck: false,
            enterKeyHint: 'done',
            required: true,
            pattern: `${codeAlphabet === 'numeric' ? '[0-9]' : '[0-9A-Za-z]'}{${codeLength}}`,
            dir: 'ltr',
            ...inputProps,
            ref: input,
            id,
            className: join('kit-otp-input-control', classNames.input),
            'aria-invalid': state.invalid || undefined,
            'aria-describedby': messages.join(' ') || undefined,
          },
          state,
        )}
        <span className={join('kit-otp-input-cells', classNames.cells)} aria-hidden="true">
          {Array.from({ length: codeLength }, (_, index) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place.
              key={index}
              className={join('kit-otp-input-cell', classNames.cell)}
              {...describeCell(index, codeLength, field.selection, state)}
            />
          ))}
        </span>
      </div>
      {hasContent(description) && (
        <p id={parts.description} className={join('kit-field-description', classNames.description)}>
          {description}
        </p>
      )}
      {hasContent(error) && (
        <p id={parts.error} className={join('kit-field-error', classNames.error)}>
          {error}
        </p>
      )}
      <p id={parts.status} role="status" className={join('kit-field-error', classNames.error)}>
        {field.isRejected && text.noCodeFound(shape)}
      </p>
    </div>
  )
})

/** Props of {@link OtpInput}. Every other prop goes to the `<input>`; `className` and `style` to the whole. */
export interface OtpInputProps
  extends Omit<
    ComponentPropsWithoutRef<'input'>,
    'value' | 'defaultValue' | 'onChange' | 'children' | 'type' | 'size' | 'maxLength' | 'minLength'
  > {
  /**
   * Characters in a whole code, 4 to 12.
   * @default 6
   */
  length?: number | undefined
  /**
   * Digits alone, or digits and letters whose case means nothing.
   * @default 'numeric'
   */
  alphabet?: 'numeric' | 'alphanumeric' | undefined
  /** The characters entered so far, when the parent keeps them. */
  value?: string | undefined
  /** The characters at the start, when the parent does not keep them. */
  defaultValue?: string | undefined
  /** Called with the characters entered so far: ASCII digits, capital letters, no separators. */
  onChange?: ((value: string) => void) | undefined
  /** Called once for each code that became whole, and how it did. */
  onComplete?: ((value: string, reason: OtpCompletion) => void) | undefined
  /**
   * The visible name of the field. `null` renders none: label it yourself, by `id`.
   * @default 'Code'
   */
  label?: ReactNode
  /** A hint below the field, such as where the code was sent. */
  description?: ReactNode
  /** What is wrong with the code, and what to do. Stays until it is taken away. */
  error?: ReactNode
  /**
   * The code was refused. Selects it if the field has the focus; typing takes the mark away.
   * @default whether there is an `error`
   */
  invalid?: boolean | undefined
  /** @default English */
  text?: OtpInputText | undefined
  /** Of the whole: label, field and messages. */
  className?: string | undefined
  /** Of the whole. */
  style?: CSSProperties | undefined
  /** Class names of the parts, added to their own. */
  classNames?: Partial<Record<OtpInputPart, string>> | undefined
  /** Renders the `<input>` in another way: spread the props that it is given, `ref` among them. */
  render?:
    | ((props: ComponentPropsWithRef<'input'>, state: OtpInputState) => ReactElement)
    | undefined
}

/** The parts of {@link OtpInput} that take a class name. */
export type OtpInputPart = 'label' | 'box' | 'input' | 'cells' | 'cell' | 'description' | 'error'

/** What `render` is told. How many characters there are, never which. */
export interface OtpInputState {
  readonly filled: number
  readonly complete: boolean
  readonly focused: boolean
  readonly invalid: boolean
  readonly disabled: boolean
  readonly readOnly: boolean
}

/** The `data-*` attributes of {@link OtpInput}, for CSS. */
export const otpInputDataAttributes = {
  root: [
    'data-length',
    'data-complete',
    'data-focused',
    'data-invalid',
    'data-disabled',
    'data-readonly',
  ],
  cell: ['data-filled', 'data-active', 'data-caret', 'data-selected'],
} as const

/** `active`: where the caret is, `end` behind the last cell. `caret`: it is drawn, as the cell is empty. */
function describeCell(
  index: number,
  length: number,
  selection: OtpSelection | undefined,
  { filled, readOnly }: OtpInputState,
): Record<string, string | undefined> {
  const { start, end } = selection ?? { start: length, end: -1 }
  const isCaret = start === end && index === Math.min(start, length - 1)
  return {
    'data-filled': flag(index < filled),
    'data-active': isCaret && start === length ? 'end' : flag(isCaret),
    'data-selected': flag(index >= start && index < end),
    'data-caret': flag(isCaret && index >= filled && !readOnly),
  }
}

function renderInput(props: ComponentPropsWithRef<'input'>): ReactElement {
  return <input {...props} />
}

function hasContent(node: ReactNode): boolean {
  return node !== undefined && node !== null && node !== false && node !== ''
}

function flag(isOn: boolean): '' | undefined {
  return isOn ? '' : undefined
}

function join(own: string, added: string | undefined): string {
  return added ? `${own} ${added}` : own
}
