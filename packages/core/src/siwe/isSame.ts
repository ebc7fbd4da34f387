/** Whether two values of a message are the same: texts and numbers, or lists of them in one order. */
export function isSame(left: unknown, right: unknown): boolean {
  if (!Array.isArray(left) || !Array.isArray(right)) return left === right
  return left.length === right.length && left.every((value, index) => value === right[index])
}
