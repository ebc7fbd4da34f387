/** Whether this page is in a frame of another origin. */
export function isForeignFrame(): boolean {
  try {
    for (let frame: Window = window; frame !== frame.parent; frame = frame.parent)
      if (frame.parent.location.origin !== location.origin) return true
    return false
  } catch {
    // Reading the location of another origin throws.
    return true
  }
}
