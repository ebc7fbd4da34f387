import { normalizeOtp } from '@kit/core'

/** What the server said of the code that it sent. */
export type OtpShape = normalizeOtp.Shape

/** A value and what is selected in it, as an `<input>` has them. */
export interface OtpSelection {
  readonly value: string
  readonly start: number
  readonly end: number
}

/** Replace `start` to `end` of the value by `text`. */
export interface OtpEdit {
  readonly start: number
  readonly end: number
  readonly text: string
  /** The text held a whole code, which replaces everything. */
  readonly isWhole: boolean
}

/**
 * What entering a text does to the field, whether it came by key, clipboard, drop, dictation or manager.
 * A whole code replaces everything. Less goes in at the caret; in a full field it overwrites what follows.
 *
 * @returns `undefined` where nothing changes: no code in the text, or no room left.
 */
export function editOtp(
  { value, start, end }: OtpSelection,
  entered: string,
  shape: OtpShape,
): OtpEdit | undefined {
  const code = normalizeOtp(entered, shape)
  if (code.length === shape.codeLength)
    return { start: 0, end: value.length, text: code, isWhole: true }
  const text = code.slice(0, shape.codeLength - start)
  if (text === '') return undefined
  const overflow = value.length - (end - start) + text.length - shape.codeLength
  return { start, end: end + Math.max(0, overflow), text, isWhole: false }
}

/** The one place where two values differ, found from the caret that stands behind what was entered. */
export function findEntered(before: string, after: string, caret: number): OtpSelection {
  const tail = after.slice(caret)
  const kept = before.endsWith(tail) ? before.slice(0, before.length - tail.length) : before
  const head = after.slice(0, before.endsWith(tail) ? caret : undefined)
  let start = 0
  while (start < Math.min(kept.length, head.length) && kept[start] === head[start]) start += 1
  return { value: head.slice(start), start, end: kept.length }
}
