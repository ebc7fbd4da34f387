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
 * Renders one `<input>` for a code that was sent to the user, drawn as a row of cells, with its label, hint
 * and error. One control for keyboards, screen readers, autofill and password managers; the browser's own
 * selection, undo and forms. Any way of entering the code works, in any script: `123 456`, `١٢٣٤٥٦`, the
 * whole mail.
 *
 * Parts, for `classNames`: `label`, `box` (around the input), `input`, `description`, `error`. Its states are
 * the input's own: `:focus`, `:valid` when the code is whole, `:disabled`, `:read-only`, `[aria-invalid]`. The
 * code itself is in no attribute, and leaves the document with the field.
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
  const field = useRef<OtpField>({})

  return (
    <div
      className={join('kit-field kit-otp-input', className)}
      style={style}
      data-length={codeLength}
    >
      {label && (
        <label htmlFor={id} className={join('kit-label', classNames.label)}>
          {label}
        </label>
      )}
      <div
        ref={(box) =>
          attachOtpField(box, field.current, {
            codeAlphabet,
            codeLength,
            value,
            defaultValue,
            invalid,
            notFound:
              notFound ??
              `No ${codeLength}-${isNumeric ? 'digit' : 'character'} code in the pasted text`,
            change,
            onChange: (next) => {
              // A parent may refuse a change and leave its `value` as it was.
              render({})
              onChange?.(next)
            },
            onComplete,
          })
        }
        className={join('kit-otp-input-box', classNames.box)}
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
          className: join('kit-otp-input-control', classNames.input),
          'aria-invalid': invalid,
          'aria-describedby': join(`${id}-messages`, describedBy),
        })}
      </div>
      <div id={`${id}-messages`}>
        <p className={join('kit-field-description', classNames.description)}>{description}</p>
        <p className={join('kit-field-error', classNames.error)}>{error}</p>
        {/* Filled by the field. It is there before its text: screen readers miss a region that comes with it. */}
        <p className={join('kit-field-error', classNames.error)} role="status" />
      </div>
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
  /**
   * Said when a text was pasted, dropped or filled in that holds no code.
   * @default 'No 6-digit code in the pasted text'
   */
  notFound?: string | undefined
  /** Of the whole: label, field and messages. */
  className?: string | undefined
  /** Of the whole. */
  style?: CSSProperties | undefined
  /** Class names of the parts, added to their own. */
  classNames?: Partial<Record<OtpInputPart, string>> | undefined
  /** Renders the `<input>` in another way: spread the props that it is given, `ref` among them. */
  render?: ((props: ComponentPropsWithRef<'input'>) => ReactElement) | undefined
}

/** The parts of {@link OtpInput} that take a class name. */
export type OtpInputPart = 'label' | 'box' | 'input' | 'description' | 'error'

function renderInput(props: ComponentPropsWithRef<'input'>): ReactElement {
  return <input {...props} />
}

function join(own: string, added = ''): string {
  return `${own} ${added}`.trim()
}
