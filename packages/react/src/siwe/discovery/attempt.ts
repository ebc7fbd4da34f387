/** Returns the result of `read`, or `undefined` if it throws, for objects of other software. */
export function attempt<result>(read: () => result): result | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
