/** Reads from a foreign object; `undefined` if it throws. */
export function attempt<result>(read: () => result): result | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
